package io.kubeforge.api.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.schema.FieldError;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A request that cannot be answered as asked; it becomes a {@code Status} of meta/v1, as Kubernetes' clients read it. */
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;
    private final String continueToken;

    private StatusException(int code, String reason, String message, ObjectNode details) {
        this(code, reason, message, details, null);
    }

    private StatusException(int code, String reason, String message, ObjectNode details, String continueToken) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
        this.continueToken = continueToken;
    }

    /** The request itself makes no sense. */
    public static StatusException badRequest(String message) {
        return new StatusException(400, "BadRequest", message, null);
    }

    /** Nobody knows who asks. */
    public static StatusException unauthorized(String message) {
        return new StatusException(401, "Unauthorized", message, null);
    }

    /** The object may not be written so by anybody. */
    public static StatusException forbidden(Kind<?> kind, String name, String message) {
        String text = kind.resource() + " \"" + name + "\" is forbidden: " + message;
        return new StatusException(403, "Forbidden", text, about(kind.group(), kind.plural(), name));
    }

    /** Nothing can be created in a namespace that is being deleted. */
    public static StatusException namespaceTerminating(Kind<?> kind, String name, String namespace) {
        String message = "namespace " + namespace + " is being terminated";
        ObjectNode details = about(kind.group(), kind.plural(), name);
        details.putArray("causes")
                .addObject()
                .put("reason", "NamespaceTerminating")
                .put("message", message)
                .put("field", "metadata.namespace");
        String text = kind.resource() + " \"" + name + "\" is forbidden: unable to create new content in namespace "
                + namespace + " because it is being terminated";
        return new StatusException(403, "Forbidden", text, details);
    }

    /** There is no such object. */
    public static StatusException notFound(Kind<?> kind, String name) {
        String text = kind.resource() + " \"" + name + "\" not found";
        return new StatusException(404, "NotFound", text, about(kind.group(), kind.plural(), name));
    }

    /** There is no such resource under this path. */
    public static StatusException noSuchResource() {
        return new StatusException(404, "NotFound", "the server could not find the requested resource", nothing());
    }

    /** Nothing at all is served under this path; the answer is a page of text. */
    public static StatusException noSuchPage() {
        return new StatusException(404, "NotFound", "404 page not found", null);
    }

    /** The resource does not know this verb. */
    public static StatusException methodNotAllowed(String message) {
        return new StatusException(405, "MethodNotAllowed", message, nothing());
    }

    /** The resource does not know this verb; of custom kinds the answer names it. */
    public static StatusException methodNotAllowed(Kind<?> kind, String message) {
        ObjectNode details = kind.isCustom() ? about(kind.group(), kind.plural(), "") : nothing();
        return new StatusException(405, "MethodNotAllowed", message, details);
    }

    /** None of the representations that the client accepts is to be had. */
    public static StatusException notAcceptable(String message) {
        return new StatusException(406, "NotAcceptable", message, null);
    }

    /** An object of this name exists already. */
    public static StatusException alreadyExists(Kind<?> kind, String name) {
        String text = kind.resource() + " \"" + name + "\" already exists";
        return new StatusException(409, "AlreadyExists", text, about(kind.group(), kind.plural(), name));
    }

    /** An object of this name is being deleted, but is still there. */
    public static StatusException stillExists(Kind<?> kind, String name) {
        String text = "object is being deleted: " + kind.resource() + " \"" + name + "\" already exists";
        return new StatusException(409, "AlreadyExists", text, about(kind.group(), kind.plural(), name));
    }

    /** The object is not the one, or not the version, that a precondition of the client asks for. */
    public static StatusException unmetPrecondition(Kind<?> kind, String name, String message) {
        String text =
                "Operation cannot be fulfilled on " + qualified(kind.name(), kind) + " \"" + name + "\": " + message;
        return new StatusException(409, "Conflict", text, about(kind.group(), kind.name(), name));
    }

    /** The object is not the one, or not the version, that the client means. */
    public static StatusException conflict(Kind<?> kind, String name, String message) {
        String text = "Operation cannot be fulfilled on " + kind.resource() + " \"" + name + "\": " + message;
        return new StatusException(409, "Conflict", text, about(kind.group(), kind.plural(), name));
    }

    /** The object has not the version that the client asks for with If-Match. */
    public static StatusException preconditionFailed(Kind<?> kind, String name, String message) {
        String text = "Operation cannot be fulfilled on " + kind.resource() + " \"" + name + "\": " + message;
        return new StatusException(412, "PreconditionFailed", text, about(kind.group(), kind.plural(), name));
    }

    /** A JSON patch that makes sense cannot be applied to the object as it is. */
    public static StatusException inapplicable(String message) {
        String text = "the server rejected our request due to an error in our request: " + message;
        return new StatusException(422, "Invalid", text, JsonNodeFactory.instance.objectNode());
    }

    /** The log of changes does not reach back so far. */
    public static StatusException expired(String message) {
        return new StatusException(410, "Expired", message, null);
    }

    /** The log of changes does not reach back so far, but a list can go on with what there is now. */
    public static StatusException expired(String message, String continueToken) {
        return new StatusException(410, "Expired", message, null, continueToken);
    }

    /** The body is too large. */
    public static StatusException tooLarge(String message) {
        return new StatusException(413, "RequestEntityTooLarge", message, null);
    }

    /** The body is of a type that no patch has. */
    public static StatusException unknownPatchType(String message) {
        return new StatusException(415, "UnsupportedMediaType", message, JsonNodeFactory.instance.objectNode());
    }

    /** The body is of a type that is not read. */
    public static StatusException unsupportedMediaType(String message) {
        return new StatusException(415, "UnsupportedMediaType", message, null);
    }

    /** The object is wrong; all that is wrong with it is said at once. */
    public static StatusException invalid(Kind<?> kind, String name, List<FieldError> errors) {
        return invalid(kind, kind.name(), name, errors);
    }

    /** The object is wrong; it calls itself, or is called, otherwise than its kind. */
    public static StatusException invalid(Kind<?> kind, String called, String name, List<FieldError> errors) {
        ObjectNode details = about(kind.group(), called, name);
        addCauses(details, errors);
        String text = qualified(called, kind) + " \"" + name + "\" is invalid: " + joined(errors);
        return new StatusException(422, "Invalid", text, details);
    }

    private static String qualified(String called, Kind<?> kind) {
        return kind.group().isEmpty() ? called : called + "." + kind.group();
    }

    /** An option of the request is wrong. */
    public static StatusException invalidOptions(String options, String field, String message) {
        return invalidOptions(options, new FieldError(field, FieldError.INVALID, message));
    }

    /** The options of the request are wrong, for a reason that has a name. */
    public static StatusException invalidOptions(String options, FieldError error) {
        return invalidOptions(options, List.of(error));
    }

    /** The options of the request are wrong; all that is wrong with them is said at once. */
    public static StatusException invalidOptions(String options, List<FieldError> errors) {
        ObjectNode details = about("meta.k8s.io", options, "");
        addCauses(details, errors);
        String text = options + ".meta.k8s.io \"\" is invalid: " + joined(errors);
        return new StatusException(422, "Invalid", text, details);
    }

    /** Something broke that is not the client's fault. */
    public static StatusException internal() {
        String message = "an internal error occurred; the API's log has it";
        return new StatusException(500, "InternalError", message, null);
    }

    /** What is needed to answer is away; whether Kubernetes' clients may ask again by themselves. */
    public static StatusException unavailable(String message, boolean mayAskAgain) {
        ObjectNode details = mayAskAgain ? JsonNodeFactory.instance.objectNode().put("retryAfterSeconds", 1) : null;
        return new StatusException(503, "ServiceUnavailable", message, details);
    }

    /** Not now; asking again in a second may help. */
    public static StatusException tooLargeVersion(long asked, long current) {
        String text = "Timeout: Too large resource version: " + asked + ", current: " + current;
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putArray("causes")
                .addObject()
                .put("reason", "ResourceVersionTooLarge")
                .put("message", "Too large resource version");
        details.put("retryAfterSeconds", 1);
        return new StatusException(504, "Timeout", text, details);
    }

    /** An error of the framework, by its HTTP status. */
    public static StatusException ofCode(int code, String reason, String message) {
        return new StatusException(code, reason, message, null);
    }

    /** The HTTP status. */
    public int code() {
        return code;
    }

    /** After how many seconds it may help to ask again. */
    public OptionalInt retryAfterSeconds() {
        return details != null && details.has("retryAfterSeconds")
                ? OptionalInt.of(details.get("retryAfterSeconds").asInt())
                : OptionalInt.empty();
    }

    /** The error as clients read it. */
    public ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        ObjectNode metadata = status.putObject("metadata");
        if (continueToken != null) {
            metadata.put("continue", continueToken);
        }
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (details != null) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    /** Whether the answer is a page of text and no Status. */
    public boolean isPage() {
        return code == 404 && details == null;
    }

    /** Kubernetes' clients tell by the details that a Status came from the server itself. */
    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode about(String group, String kind, String name) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        return details.put("kind", kind);
    }

    private static String joined(List<FieldError> errors) {
        String all = errors.stream().map(FieldError::toString).collect(Collectors.joining(", "));
        return errors.size() == 1 ? all : "[" + all + "]";
    }

    private static void addCauses(ObjectNode details, List<FieldError> errors) {
        ArrayNode causes = details.putArray("causes");
        errors.forEach(error -> causes.addObject()
                .put("reason", error.reason())
                .put("message", error.message())
                .put("field", error.field()));
    }
}
