package io.os199.cs.helm;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The API server of a kubeconfig, accessed by paths. */
final class KubernetesApi {
    private static final JsonMapper JSON = new JsonMapper();

    private final URI server;
    private final String token;
    private final HttpClient http;

    /** @param kubeconfig with one cluster, whose certificate is in a file, and one user with a token */
    KubernetesApi(Path kubeconfig) {
        JsonNode config = Chart.YAML.readTree(kubeconfig.toFile());
        server = URI.create(config.at("/clusters/0/cluster/server").asString());
        token = config.at("/users/0/user/token").asString();
        Path authority = Path.of(config.at("/clusters/0/cluster/certificate-authority").asString());
        http = HttpClient.newBuilder().sslContext(trusting(authority)).build();
    }

    /** Returns the object at the path; missing where there is none. */
    JsonNode get(String path) {
        HttpResponse<String> response = send(request(path).build());
        if (response.statusCode() == 404) {
            return JSON.missingNode();
        }
        return body(response);
    }

    JsonNode create(String path, JsonNode object) {
        return body(
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(object.toString()))
                                .build()));
    }

    /** Merges {@code change} into the status of an object, which may be gone by now. */
    void mergeStatus(String path, JsonNode change) {
        HttpResponse<String> response =
                send(
                        request(path + "/status")
                                .header("Content-Type", "application/merge-patch+json")
                                .method("PATCH", BodyPublishers.ofString(change.toString()))
                                .build());
        if (response.statusCode() != 404) {
            body(response);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode body(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static SSLContext trusting(Path authority) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            var pem = new ByteArrayInputStream(Files.readAllBytes(authority));
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("trusted" + trusted.size(), certificate);
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
