package io.os199.cs.person;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Removes from the database everything that identifies a person. Rows stay, under a pseudonym that nobody can trace
 * back, so that no count, score or total changes. {@link PersonalColumns} lists whatever else about a person remains
 * afterwards, with the reason.
 */
public final class Erasure {
    static final String USER_KEY = "user_key";
    static final String TOOL = "person";

    /** The text that replaces the person's own words. */
    static final String WORDS = "[erased]";

    private final AuditLog auditLog;
    private final ClientAnswers clientAnswers;
    private final Clock clock;

    public Erasure(AuditLog auditLog, ClientAnswers clientAnswers, Clock clock) {
        this.auditLog = auditLog;
        this.clientAnswers = clientAnswers;
        this.clock = clock;
    }

    /** The outcome of an erasure. */
    public sealed interface Outcome {}

    /**
     * The erasure is done once the transaction commits.
     *
     * @param erasureId the id under which the audit log records it
     * @param report counts of what was found, without the rows; mentions in the person's own rows count too
     * @param fileRowCount chunks and staged rows of ended imports that were deleted
     */
    public record Erased(String erasureId, PersonReport report, int fileRowCount)
            implements Outcome {}

    /**
     * There is nothing to erase any more, and nothing was changed.
     *
     * @param report what stays, with its reasons
     */
    public record Nothing(PersonReport report) implements Outcome {}

    /** Nothing was changed; the reason is a sentence for people. */
    public record Refused(String reason) implements Outcome {}

    /**
     * Erases the person in this transaction. Refused when the address is unknown or may belong to more than one
     * person, when the person still works here, and while an import is running that may bring in rows of the person.
     */
    public Outcome erase(Transaction tx, Actor actor, Wanted wanted) {
        PersonDao dao = tx.dao(PersonDao.class);
        Instant now = StoredTime.now(clock);
        List<String> underWay = dao.importsUnderWay(now);
        if (!underWay.isEmpty()) {
            return new Refused(
                    "%s is under way and may bring the person again: wait for its end, or cancel its job"
                            .formatted(String.join(", ", underWay)));
        }
        if (dao.activeAgent(wanted.address()).isPresent()) {
            return new Refused(
                    "this is the address of a colleague who takes tickets: import support_agents"
                            + " with active false first");
        }
        PersonSearch first = new PersonSearch(tx, wanted);
        if (first.isAmbiguous()) {
            return new Refused(
                    "names of several persons stand beside this address (person show --format json"
                            + " tells them), and an erasure would take them all: if they are one"
                            + " person's, say --one-person");
        }
        // Whatever writes about these clients waits meanwhile, above all their rollups.
        dao.lockClients(first.clientIds());
        PersonSearch search = new PersonSearch(tx, wanted);
        return erase(search, actor, now);
    }

    private Outcome erase(PersonSearch search, Actor actor, Instant now) {
        Transaction tx = search.transaction();
        PersonDao dao = search.dao();
        Person person = search.person();
        String address = person.address();
        Pseudonyms pseudonyms = new Pseudonyms(token());
        Map<String, String> replaced = pseudonyms.of(address, values(search));
        Mentions mentions = search.mentions(pseudonyms);
        Writings writings = search.writings();
        dao.leave(person.contactIds(), now);
        dao.cancelMail(address, now);
        dao.cancelStaffMail(address, now);
        dao.keepUnsubscribed(address, now);
        dao.emptyTitles(address, person.contactIds());
        List<PersonReport.Found> found = new ArrayList<>();
        for (PersonalTable table : PersonalColumns.TABLES) {
            long own = search.count(table);
            if (own > 0) {
                dao.replaceOwn(table, person, pseudonyms.name(), WORDS);
            }
            pseudonymise(search, table, replaced, pseudonyms);
            List<PersonSearch.Mention> mentioning =
                    search.mentioning(table, mentions, writings, true);
            Map<String, String> types = search.columnTypes(table);
            mentioning.forEach(row -> dao.rewrite(table.name(), row.place(), row.values(), types));
            if (own > 0 || !mentioning.isEmpty()) {
                found.add(
                        new PersonReport.Found(
                                table, own, mentioning.size(), List.of(), List.of()));
            }
        }
        PersonReport report = new PersonReport(search.clientIds(), found);
        if (found.isEmpty()) {
            return new Refused(
                    "nothing is stored of this address: it is looked for as a whole, and somebody"
                            + " who was erased is not known by it any more");
        }
        if (!report.isErasable()) {
            return new Nothing(report);
        }
        dao.forgetPhrases(person.itemIds());
        dao.cancelErasedStaffMail(WORDS, now);
        dao.untie(address, now);
        if (!person.contactIds().isEmpty()) {
            dao.suppress(pseudonyms.address(), now);
        }
        int fileRows = 0;
        for (String table : search.fileTables()) {
            fileRows += dao.deleteFileRows(table, now);
        }
        String erasureId = TypeId.next("erasure");
        clientAnswers.everythingChanged(tx);
        auditLog.record(
                tx,
                AuditEntry.done(
                        actor,
                        TOOL,
                        "erase",
                        Stream.concat(Stream.of(erasureId), search.clientIds().stream()).toList()));
        return new Erased(erasureId, report, fileRows);
    }

    /** The spellings of the address in all tables, and the person's user keys. */
    private static Set<String> values(PersonSearch search) {
        Set<String> values = new TreeSet<>(search.person().keys());
        values.add(search.person().address());
        for (PersonalTable table : PersonalColumns.TABLES) {
            for (String column : table.columns(Handling.PSEUDONYM)) {
                if (!isOfUse(table)) {
                    values.addAll(search.dao().spellings(table, column, search.person().address()));
                }
            }
        }
        return values;
    }

    private static boolean isOfUse(PersonalTable table) {
        return table.columns().containsKey(USER_KEY);
    }

    private static void pseudonymise(
            PersonSearch search,
            PersonalTable table,
            Map<String, String> replaced,
            Pseudonyms pseudonyms) {
        if (!isOfUse(table)) {
            table.columns(Handling.PSEUDONYM)
                    .forEach(column -> search.dao().pseudonymise(table, column, replaced));
            return;
        }
        Person person = search.person();
        List<String> keys =
                person.keys().stream()
                        .map(key -> Objects.requireNonNull(replaced.get(key)))
                        .toList();
        if (table.name().equals("usage_events")) {
            search.dao()
                    .renameEvents(
                            person.keyClients(),
                            person.keys(),
                            keys,
                            person.address().replaceAll("[^\\p{L}\\p{N}@]", "\\\\$0"),
                            pseudonyms.address());
        } else {
            search.dao().rename(table.name(), person.keyClients(), person.keys(), keys);
        }
    }

    /** Twelve random letters; digits could be mistaken for a telephone number. */
    private static String token() {
        return UUID.randomUUID()
                .toString()
                .substring(24)
                .chars()
                .map(c -> c < 'a' ? c - '0' + 'g' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
