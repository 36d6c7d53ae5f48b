package io.os199.cs.core;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.value;

import io.os199.cs.core.AuditDao.Row;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the entries of the audit log, once committed, as a separate stream of log lines: logger {@code audit}. */
final class AuditStream {
    private static final Logger LOG = LoggerFactory.getLogger("audit");

    private AuditStream() {}

    static void written(Row row) {
        LOG.info(
                "{} {} {} {} {}",
                value("tool", row.tool()),
                value("outcome", row.outcome()),
                kv("principal", row.principal()),
                kv("audit_entry", row.entryId()),
                kv("object_ids", row.objectIds()));
    }
}
