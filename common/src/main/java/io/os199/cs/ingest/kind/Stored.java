package io.os199.cs.ingest.kind;

/** SQL that finds the stored row {@code t} of a staged one {@code s}. */
final class Stored {
    private Stored() {}

    /**
     * Returns a join by the key that the file has, or by the row's own id, which goes first: so a row without a key
     * is exported under its id and found again. Each is an index scan; one condition with {@code or} would read all
     * rows of the client.
     *
     * @param key the column of the key, in file and table
     * @param more what else must hold for a row {@code c} that the key finds, after {@code and}
     */
    static String byKeyOrId(String table, String key, String id, String prefix, String more) {
        return """
        left join lateral (
            select * from (
                select * from %1$s c where c.client_id = s.client_id and c.%2$s = s.%2$s%5$s
                union all
                select * from %1$s c where c.client_id = s.client_id and c.%3$s = s.%2$s and s.%2$s like '%4$s\\_%%') c
            order by c.%3$s = s.%2$s desc
            limit 1) t on true
        """
                .formatted(table, key, id, prefix, more);
    }

    static String byKeyOrId(String table, String key, String id, String prefix) {
        return byKeyOrId(table, key, id, prefix, "");
    }
}
