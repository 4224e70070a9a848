package io.kubeforge.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a write brought about.
 *
 * @param object the object as it is now, or would be
 * @param warnings what the client should know although the write went through
 */
public record Written(ObjectNode object, List<String> warnings) {}
