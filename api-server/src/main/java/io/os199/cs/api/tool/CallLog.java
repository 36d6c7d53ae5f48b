package io.os199.cs.api.tool;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.value;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line per call: who called which tool, the outcome, and how long it took. Never what was asked or answered.
 */
final class CallLog {
    private static final Logger LOG = LoggerFactory.getLogger("calls");

    private CallLog() {}

    static void ended(String tool, String outcome, String principal, long nanos) {
        LOG.info(
                "{} {} {} {}",
                value("tool", tool),
                value("outcome", outcome),
                kv("principal", principal),
                kv("duration_ms", nanos / 1_000_000));
    }
}
