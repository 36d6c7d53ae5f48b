package io.os199.cs.person;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.Transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is stored about a person: their rows in every table, and the rows that mention them. */
public final class StoredPerson {
    private final AuditLog auditLog;

    public StoredPerson(AuditLog auditLog) {
        this.auditLog = auditLog;
    }

    /**
     * Reads what is stored; the audit log records that it was read, but not whose data it was.
     *
     * @param withRows whether the rows themselves are returned
     */
    public PersonReport show(Transaction tx, Actor actor, Wanted wanted, boolean withRows) {
        PersonReport report = report(new PersonSearch(tx, wanted), withRows);
        auditLog.record(tx, AuditEntry.done(actor, Erasure.TOOL, "show", report.clientIds()));
        return report;
    }

    private static PersonReport report(PersonSearch search, boolean withRows) {
        Mentions mentions = search.mentions(new Pseudonyms("x"));
        Writings writings = search.writings();
        List<PersonReport.Found> all = new ArrayList<>();
        for (PersonalTable table : PersonalColumns.TABLES) {
            List<String> own =
                    withRows && table.hasOwnRows()
                            ? search.dao().rows(table, search.person())
                            : List.of();
            long ownCount = withRows ? own.size() : search.count(table);
            List<String> places =
                    search.mentioning(table, mentions, writings, false).stream()
                            .map(PersonSearch.Mention::place)
                            .toList();
            List<String> others = others(search, table, places);
            if (ownCount > 0 || !others.isEmpty()) {
                all.add(
                        new PersonReport.Found(
                                table,
                                ownCount,
                                others.size(),
                                own,
                                withRows ? others : List.of()));
            }
        }
        return new PersonReport(search.clientIds(), all);
    }

    /** The rows among these places that mention the person but are not the person's own. */
    private static List<String> others(
            PersonSearch search, PersonalTable table, List<String> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        Set<String> own =
                table.hasOwnRows()
                        ? new HashSet<>(search.dao().places(table, search.person()))
                        : Set.of();
        return places.stream()
                .filter(place -> !own.contains(place))
                .flatMap(place -> search.dao().row(table.name(), place).stream())
                .toList();
    }
}
