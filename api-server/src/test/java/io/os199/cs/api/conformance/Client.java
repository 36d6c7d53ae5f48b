package io.os199.cs.api.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends hand-made messages. */
final class Client {
    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Client(URI url) {
        this.url = url;
    }

    /** Returns the answer from its first byte on; closing it disconnects. */
    Answer send(Post post) {
        try {
            HttpResponse<InputStream> response =
                    http.send(post.request(url), BodyHandlers.ofInputStream());
            return new Answer(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Begins a legacy session with this replica; returns its id. */
    String initialize(int replica, String capabilities) {
        Post post =
                Post.legacy(
                                "initialize",
                                """
                                {'protocolVersion': '2025-11-25',
                                 'clientInfo': {'name': 'test', 'version': '1'},
                                 'capabilities': %s}
                                """
                                        .formatted(capabilities))
                        .to(replica);
        try (Answer answer = send(post)) {
            return answer.header("Mcp-Session-Id");
        }
    }
}
