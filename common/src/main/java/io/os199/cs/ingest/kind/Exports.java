package io.os199.cs.ingest.kind;

/** SQL that writes stored values in the form of the files. */
final class Exports {
    private Exports() {}

    static String moment(String column) {
        return "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                .formatted(column);
    }

    static String texts(String column) {
        return """
        (select string_agg(replace(replace(item, '\\', '\\\\'), '|', '\\|'), '|' order by place)
            from unnest(%s) with ordinality as items (item, place))\
        """
                .formatted(column);
    }

    static String flag(String column) {
        return "cast(%s as text)".formatted(column);
    }

    /** SQL for the client of a row {@code t} as files name it. */
    static final String CLIENT =
            """
            (select coalesce(n.external_id, n.client_id) from client_names n where n.client_id = t.client_id)\
            """;

    /** SQL for the address of the contact that a row {@code t} names, for where the row has none itself. */
    static final String CONTACT =
            """
            (select p.email from contacts p where p.client_id = t.client_id and p.contact_id = t.contact_id)\
            """;
}
