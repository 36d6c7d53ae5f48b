package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.dropwizard.testing.ConfigOverride;
import io.opentelemetry.proto.trace.v1.Span;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Spans of calls over the wire, as a collector receives them. */
class TracingIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private static SpanReceiver receiver;
    private static RunningApi api;

    @BeforeAll
    static void start() throws IOException {
        receiver = new SpanReceiver();
        api =
                new RunningApi(
                        ConfigOverride.config("tracing.endpoint", receiver.endpoint()),
                        ConfigOverride.config("tracing.sampleShare", "0"));
    }

    @AfterAll
    static void stop() {
        api.close();
        receiver.close();
    }

    @Test
    void aCallGoesOnTheTraceOfItsCallerAndItsStatementsAreItsParts() {
        call("list_clients", "{}", PARENT);
        Span call = received("tools/call list_clients");
        assertThat(SpanReceiver.hex(call.getTraceId())).isEqualTo(TRACE);
        assertThat(SpanReceiver.hex(call.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
        assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(call.getAttributesList())
                .anySatisfy(
                        each -> {
                            assertThat(each.getKey()).isEqualTo("gen_ai.tool.name");
                            assertThat(each.getValue().getStringValue()).isEqualTo("list_clients");
                        });
        assertThat(receiver.under(call)).contains("ClientList");
        // The metrics refer to the trace.
        HttpResponse<String> metrics =
                api.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://localhost:" + api.adminPort() + "/metrics"))
                                .header("Accept", "application/openmetrics-text")
                                .build());
        assertThat(metrics.body()).contains("trace_id=\"" + TRACE + "\"");
    }

    @Test
    void aRefusalShowsAsTheErrorOfItsSpan() {
        call("get_client_overview", "{\"client_id\": \"planted@example.com\"}", PARENT);
        Span call = received("tools/call get_client_overview");
        assertThat(call.getAttributesList())
                .anySatisfy(
                        each -> {
                            assertThat(each.getKey()).isEqualTo("error.type");
                            assertThat(each.getValue().getStringValue()).isEqualTo("not_found");
                        });
        assertThat(receiver.spans().toString()).doesNotContain("planted");
    }

    /** The share of traces that begin here is 0, and a call with an invalid header begins one. */
    @Test
    void aCallWithoutATraceIsNotFollowedNorOneWithNonsense() {
        call("list_jobs", "{}", null);
        call("list_jobs", "{}", "nonsense");
        call("get_client_timeline", "{\"client_id\": \"x\"}", PARENT);
        received("tools/call get_client_timeline");
        assertThat(receiver.spans()).noneMatch(span -> span.getName().endsWith("list_jobs"));
    }

    private static void call(String tool, String arguments, String traceParent) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("name", tool);
        params.set("arguments", Json.read(arguments, ObjectNode.class));
        HttpRequest request = api.modernRequest(api.key(), "tools/call", params, "{}");
        if (traceParent != null) {
            request =
                    HttpRequest.newBuilder(request, (name, value) -> true)
                            .header("traceparent", traceParent)
                            .build();
        }
        assertThat(api.send(request).statusCode()).isEqualTo(200);
    }

    /** Returns the span; spans leave the process within seconds. */
    private static Span received(String name) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            Optional<Span> found =
                    receiver.spans().stream().filter(span -> span.getName().equals(name)).findAny();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("no span " + name + " among " + receiver.spans());
    }
}
