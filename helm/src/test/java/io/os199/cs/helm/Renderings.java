package io.os199.cs.helm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chart rendered with its values files, and with every part that none of them uses. */
final class Renderings {
    static final String VAULT =
            """
            readDatabase: {url: "jdbc:postgresql://replica:5432/cs"}
            redis: {host: redis}
            env: {CS_DATABASE_WAIT: 2s}
            secrets:
              source: references
              references:
                database-password: vault:secret/data/cs#database-password
                read-database-password: vault:secret/data/cs#read-database-password
                redis-password: vault:secret/data/cs#redis-password
                sealing-key: vault:secret/data/cs#sealing-key
                dashboard-password: vault:secret/data/cs#dashboard-password
                migration-password: vault:secret/data/cs-owner#password
              vault: {address: "https://vault.internal:8200"}
            networkPolicy:
              dashboard: [{podSelector: {matchLabels: {app: operators}}}]
              egress: [{ports: [{port: 8200}]}]
            worker:
              dashboard: {enabled: true}
              autoscaling: {type: external}
            api:
              nodeSelector: {disk: ssd}
              tolerations: [{key: spot, operator: Exists}]
              affinity: {podAntiAffinity: {}}
              priorityClassName: high
            imagePullSecrets: [{name: registry}]
            allowedOrigins: ["https://app.example.com"]
            """;

    static final String CSI =
            """
            secrets: {source: csi}
            worker: {autoscaling: {type: cpu}}
            api: {image: {digest: "sha256:%s"}}
            """
                    .formatted("a".repeat(64));

    static final String EXTERNAL_WITH_INGRESS =
            """
            secrets:
              source: externalSecrets
              external: {store: {name: s}, key: service, migrationKey: owner}
            expose: {type: ingress, hosts: [cs.example.com]}
            networkPolicy: {enabled: false}
            """;

    private static final Map<String, String> PARTS = parts();
    static final List<String> NAMES = names();

    private Renderings() {}

    static String render(String name) {
        List<String> files = Chart.EXAMPLES.get(name);
        return files == null ? Chart.renderWith(PARTS.get(name)) : Chart.render(files);
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("defaults", "{}");
        parts.put("Vault", VAULT);
        parts.put("CSI", CSI);
        parts.put("External Secrets with an Ingress", EXTERNAL_WITH_INGRESS);
        return parts;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(Chart.EXAMPLES.keySet());
        names.addAll(PARTS.keySet());
        return names;
    }
}
