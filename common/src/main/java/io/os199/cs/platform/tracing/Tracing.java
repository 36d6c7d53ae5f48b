package io.os199.cs.platform.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.os199.cs.platform.config.TracingConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The spans of this process, sent over OTLP; without an endpoint none are created and nothing is sent. */
public final class Tracing implements AutoCloseable {
    /** The header that carries the trace context, in the form that {@link #currentParent()} returns. */
    public static final String PARENT = "traceparent";

    private static final String SCOPE = "io.os199.cs";
    private static final Duration LEAVES_AFTER = Duration.ofSeconds(1);

    private final @Nullable OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private Tracing(@Nullable OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk == null ? OpenTelemetry.noop().getTracer(SCOPE) : sdk.getTracer(SCOPE);
    }

    public static Tracing off() {
        return new Tracing(null);
    }

    /**
     * Sends spans to the configured endpoint.
     *
     * @param service the name of this process in collectors
     */
    public static Tracing of(TracingConfig config, String service) {
        if (!config.isOn()) {
            return off();
        }
        Resource resource =
                Resource.getDefault()
                        .merge(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"), service)));
        SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(
                                Sampler.parentBased(
                                        Sampler.traceIdRatioBased(config.sampleShare())))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(
                                                OtlpHttpSpanExporter.builder()
                                                        .setEndpoint(config.endpoint())
                                                        .build())
                                        .setScheduleDelay(LEAVES_AFTER)
                                        .build())
                        .build();
        return new Tracing(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    }

    /** The attributes of a span besides its name. */
    public record Labels(Map<String, String> values) {
        public static Labels of(String name, String value) {
            return new Labels(Map.of(name, value));
        }
    }

    /**
     * Runs {@code work} as a span that continues the trace of {@code traceParent}, or begins one.
     *
     * @param traceParent in W3C Trace Context form; anything else counts as none
     * @param outcome the outcome of the work: {@code ok}, or a word that the span shows as its error
     */
    public <T> T call(
            String name,
            Labels labels,
            @Nullable String traceParent,
            Function<T, String> outcome,
            Work<T> work) {
        return run(
                tracer.spanBuilder(name)
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(context(traceParent))
                        .startSpan(),
                labels,
                outcome,
                work);
    }

    /**
     * Runs {@code work} as the first span of a trace, linked to the span of {@code traceParent} from which it was
     * requested.
     */
    public <T> T linked(String name, Labels labels, @Nullable String traceParent, Work<T> work) {
        var builder = tracer.spanBuilder(name).setSpanKind(SpanKind.CONSUMER).setNoParent();
        SpanContext asked = Span.fromContext(context(traceParent)).getSpanContext();
        if (asked.isValid()) {
            builder.addLink(asked);
        }
        return run(builder.startSpan(), labels, result -> "ok", work);
    }

    /** Runs {@code work} as a child of the current span; without a span when there is none. */
    public <T> T inside(String name, SpanKind kind, Labels labels, Work<T> work) {
        if (!Span.current().getSpanContext().isSampled()) {
            return work.run();
        }
        return run(tracer.spanBuilder(name).setSpanKind(kind).startSpan(), labels, t -> "ok", work);
    }

    /** Adds a child of the current span that ended just now. */
    public void past(String name, SpanKind kind, Labels labels, Duration took, boolean failed) {
        Span parent = Span.current();
        if (!parent.getSpanContext().isSampled()) {
            return;
        }
        long now = Clock.getDefault().now();
        Span span =
                tracer.spanBuilder(name)
                        .setSpanKind(kind)
                        .setStartTimestamp(now - took.toNanos(), TimeUnit.NANOSECONDS)
                        .startSpan();
        labels.values().forEach(span::setAttribute);
        if (failed) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(now, TimeUnit.NANOSECONDS);
    }

    /**
     * Begins the span of a call to an external service: a child of the current span, or otherwise the first of a
     * trace. The caller ends it.
     */
    public Span client(String name) {
        return tracer.spanBuilder(name).setSpanKind(SpanKind.CLIENT).startSpan();
    }

    /** The trace context of the current span, to be passed on; absent when there is none. */
    public static @Nullable String currentParent() {
        SpanContext current = Span.current().getSpanContext();
        return current.isValid()
                ? "00-%s-%s-%s"
                        .formatted(
                                current.getTraceId(),
                                current.getSpanId(),
                                current.getTraceFlags().asHex())
                : null;
    }

    private static <T> T run(Span span, Labels labels, Function<T, String> outcome, Work<T> work) {
        labels.values().forEach(span::setAttribute);
        String traceId =
                span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : null;
        try (Scope _ = span.makeCurrent();
                MDC.MDCCloseable _ = MDC.putCloseable("trace_id", traceId)) {
            T result = work.run();
            String came = outcome.apply(result);
            if (!came.equals("ok")) {
                span.setAttribute("error.type", came);
                span.setStatus(StatusCode.ERROR);
            }
            return result;
        } catch (RuntimeException e) {
            span.setAttribute("error.type", e.getClass().getName());
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    /** Work that returns a result. */
    public interface Work<T> {
        T run();
    }

    private static Context context(@Nullable String traceParent) {
        if (traceParent == null) {
            return Context.root();
        }
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), traceParent, ParentGetter.ONLY);
    }

    private enum ParentGetter implements TextMapGetter<String> {
        ONLY;

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(PARENT) ? carrier : null;
        }
    }

    /** Sends what has not left yet. */
    @Override
    public void close() {
        if (sdk != null) {
            sdk.close();
        }
    }
}
