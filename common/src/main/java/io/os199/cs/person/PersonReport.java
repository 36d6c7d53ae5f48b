package io.os199.cs.person;

import java.util.List;

/**
 * What is stored about a person, or what an erasure did.
 *
 * @param clientIds the clients that have rows of the person
 * @param found the tables that hold something, in the order of the data model
 */
public record PersonReport(List<String> clientIds, List<Found> found) {
    /** Copies both lists. */
    public PersonReport {
        clientIds = List.copyOf(clientIds);
        found = List.copyOf(found);
    }

    /** Whether an erasure would change anything. */
    public boolean isErasable() {
        return found.stream()
                .flatMap(each -> each.table().columns().values().stream())
                .anyMatch(handling -> handling != Handling.KEPT);
    }

    /**
     * What one table holds.
     *
     * @param ownCount number of the person's own rows
     * @param mentionCount number of other rows that mention the person
     * @param rows the person's own rows, as JSON objects; empty when they were not asked for
     * @param mentions the other rows, as JSON objects; likewise
     */
    public record Found(
            PersonalTable table,
            long ownCount,
            long mentionCount,
            List<String> rows,
            List<String> mentions) {
        /** Copies both lists. */
        public Found {
            rows = List.copyOf(rows);
            mentions = List.copyOf(mentions);
        }
    }
}
