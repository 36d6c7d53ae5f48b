package io.os199.cs.platform.logging;

import static net.logstash.logback.argument.StructuredArguments.kv;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;

import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The appender as {@code config.yml} names it. */
class JsonConsoleAppenderFactoryTest {
    private static final AtomicInteger CONSOLE_WRITES = new AtomicInteger();
    private static final String CONFIGURATION =
            """
            level: INFO
            appenders:
              - type: json
                timeZone: UTC
                logFormat: "%msg"
            """;

    @Test
    void anEventIsOneObjectOnOneLineWithTheFieldsOfItsCall() throws Exception {
        List<JsonNode> lines =
                logged(
                        log -> {
                            try (MDC.MDCCloseable _ = MDC.putCloseable("request_id", "req_1")) {
                                log.info("called\nby {}", kv("principal", "key_ana"));
                            }
                            log.error("failed", new IllegalStateException("first\nsecond"));
                        });
        assertThat(lines).hasSize(2);
        JsonNode first = lines.getFirst();
        assertThat(first.path("message").asText()).isEqualTo("called\nby principal=key_ana");
        assertThat(first.path("principal").asText()).isEqualTo("key_ana");
        assertThat(first.path("request_id").asText()).isEqualTo("req_1");
        assertThat(first.path("service").asText()).isEqualTo("cs-mcp-test");
        assertThat(first.path("level").asText()).isEqualTo("INFO");
        assertThat(first.path("@timestamp").asText()).endsWith("Z");
        assertThat(lines.getLast().path("stack_trace").asText())
                .startsWith("java.lang.IllegalStateException: first");
    }

    @Test
    void eventsAreWrittenTogether() throws Exception {
        List<JsonNode> lines =
                logged(
                        log -> {
                            for (int i = 0; i < 100; i++) {
                                log.info("{}", i);
                            }
                        });
        assertThat(lines).hasSize(100);
        assertThat(CONSOLE_WRITES.get()).isBetween(1, 50);
    }

    private interface Logging {
        void with(Logger log);
    }

    private static List<JsonNode> logged(Logging logging) throws Exception {
        DefaultLoggingFactory factory =
                new YamlConfigurationFactory<>(
                                DefaultLoggingFactory.class,
                                Validators.newValidator(),
                                Jackson.newObjectMapper(),
                                "dw")
                        .build(
                                path ->
                                        new ByteArrayInputStream(
                                                CONFIGURATION.getBytes(StandardCharsets.UTF_8)),
                                "config.yml");
        PrintStream console = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CONSOLE_WRITES.set(0);
        System.setOut(
                new PrintStream(out, true, StandardCharsets.UTF_8) {
                    @Override
                    public void write(byte[] octets, int offset, int length) {
                        CONSOLE_WRITES.incrementAndGet();
                        super.write(octets, offset, length);
                    }
                });
        try {
            factory.configure(new MetricRegistry(), "cs-mcp-test");
            LoggerContext context = (LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory();
            logging.with(context.getLogger("probe"));
            factory.stop();
        } finally {
            System.setOut(console);
            factory.reset();
        }
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("probe"))
                .map(line -> Json.read(line, JsonNode.class))
                .toList();
    }
}
