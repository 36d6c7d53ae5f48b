package io.os199.cs.ingest.kind;

import io.os199.cs.ingest.model.FaultCode;

import org.jspecify.annotations.Nullable;

/**
 * A check for what is wrong with a staged row.
 *
 * @param field the column at fault
 * @param condition SQL over the staged row {@code s}; true if the row is wrong
 * @param day SQL of the day with which the message ends; absent if the message names none
 */
public record Check(
        String field, FaultCode code, String message, String condition, @Nullable String day) {
    Check(String field, FaultCode code, String message, String condition) {
        this(field, code, message, condition, null);
    }

    /** Returns a check for a value of {@code field} that names something that does not exist. */
    static Check unknown(String field, String message, String known) {
        return new Check(
                field,
                FaultCode.UNKNOWN_REFERENCE,
                field + ' ' + message,
                "s.%s is not null and not exists (%s)".formatted(field, known));
    }

    static Check conflict(String field, String message, String condition) {
        return new Check(field, FaultCode.CONFLICT, field + ' ' + message, condition);
    }

    /**
     * Returns a check for a contract of a client that has come back, where the contract would have begun before the
     * client's last churn, when its ARR was 0.
     */
    static Check beforeChurn(String field, String startDate, String condition, String whenOver) {
        String churnedOn =
                "(select max(e.churned_on) from churn_events e where e.client_id = s.client_id)";
        return new Check(
                field,
                FaultCode.CONFLICT,
                field
                        + " is before the day on which the client last churned; a contract that is"
                        + " over is "
                        + whenOver
                        + ", any other has a day from",
                """
                %s < %s and %s
                and not exists (select from clients c where c.client_id = s.client_id and c.status = 'churned')
                """
                        .formatted(startDate, churnedOn, condition),
                churnedOn);
    }

    /**
     * Returns a check for a row whose key differs from that of an earlier row although both are the same stored row.
     */
    static Check sameRow(String table, String field, String... id) {
        StringBuilder same = new StringBuilder();
        for (String column : id) {
            same.append("o.%1$s = s.%1$s and ".formatted(column));
        }
        return new Check(
                field,
                FaultCode.DUPLICATE_IN_FILE,
                field + " names what a row before it has named by its id",
                """
                exists (select from import_staging_%s o
                    where o.import_id = s.import_id and %s not o.bad
                        and (o.chunk_no, o.line) < (s.chunk_no, s.line))
                """
                        .formatted(table, same));
    }
}
