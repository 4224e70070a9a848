package io.kubeforge.api.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the body of a write says.
 *
 * @param object the object; of a field that is named more than once, the last value
 * @param doubled one sentence for each field that is named more than once, in the words that kubectl's users know
 */
public record SentObject(ObjectNode object, List<String> doubled) {}
