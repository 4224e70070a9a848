package io.kubeforge.workflows.connection;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;

/** Makes clients of a Temporal server; used alike by api, worker and tests. */
public final class Connections {
    private Connections() {}

    /** A lazy connection: it is made when first used, so that a process starts without Temporal. */
    public static WorkflowServiceStubs connect(String target) {
        return WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }

    /** A client that writes payloads as {@link Payloads} says. */
    public static WorkflowClient client(WorkflowServiceStubs stubs, String namespace, String identity) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setIdentity(identity)
                        .setDataConverter(Payloads.converter())
                        .build());
    }

    /** Tells the namespace our search attributes; those that it knows already are left as they are. */
    public static void registerAttributes(WorkflowServiceStubs stubs, String namespace) {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
        for (String name : Attributes.NAMES) {
            AddSearchAttributesRequest request = AddSearchAttributesRequest.newBuilder()
                    .setNamespace(namespace)
                    .putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                    .build();
            try {
                operator.blockingStub().addSearchAttributes(request);
            } catch (StatusRuntimeException failure) {
                if (failure.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                    throw failure;
                }
            }
        }
    }
}
