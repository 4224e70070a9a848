package io.kubeforge.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubeforge.standalone.process.DataFolder;
import io.kubeforge.standalone.process.RefusedToStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes what a person needs to reach the REST API: a kubeconfig for kubectl, and its parts for curl. */
final class AdminAccess {
    private AdminAccess() {}

    /** Writes all three files, for their owner only. */
    static void write(DataFolder folder, String kubeconfig) {
        try {
            JsonNode file = new ObjectMapper(new YAMLFactory()).readTree(kubeconfig);
            String authority =
                    file.at("/clusters/0/cluster/certificate-authority-data").asText();
            String token = file.at("/users/0/user/token").asText();
            DataFolder.writePrivately(folder.kubeconfig(), kubeconfig);
            DataFolder.writePrivately(
                    folder.authority(), new String(Base64.getDecoder().decode(authority), StandardCharsets.US_ASCII));
            DataFolder.writePrivately(folder.authorization(), "Authorization: Bearer " + token + "\n");
        } catch (IOException cause) {
            throw new RefusedToStart(
                    "The kubeconfig " + folder.kubeconfig() + " cannot be written (" + cause + ").", cause);
        }
    }
}
