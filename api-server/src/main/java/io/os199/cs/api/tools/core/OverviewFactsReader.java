package io.os199.cs.api.tools.core;

import io.os199.cs.core.ClientDao;
import io.os199.cs.core.overview.PrimaryContactPart;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Part;
import io.os199.cs.platform.database.Parts;
import io.os199.cs.platform.database.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what an overview needs in one statement. If that takes too long, it reads section by section in one snapshot:
 * a section that takes too long by itself is left out, and so are the sections after it once the time for the whole
 * is up.
 */
final class OverviewFactsReader {
    private static final String TITLE = "Overview";
    private static final Duration SECTION = Duration.ofSeconds(1);
    private static final Duration ALL = Duration.ofSeconds(3);

    private final Database database;
    private final Set<OverviewSection> wanted;
    private final Instant now;
    private final boolean seesPersonalData;
    private final long began = System.nanoTime();

    OverviewFactsReader(
            Database database, Set<OverviewSection> wanted, Instant now, boolean seesPersonalData) {
        this.database = database;
        this.wanted = wanted;
        this.now = now;
        this.seesPersonalData = seesPersonalData;
    }

    /** Reads the facts; empty when no client has the id. */
    Optional<OverviewFacts> read(String clientId) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<String, Object> values =
                Map.of(
                        "clientId",
                        clientId,
                        "clientIds",
                        new String[] {clientId},
                        "today",
                        today,
                        "asOf",
                        today,
                        "now",
                        now);
        Optional<Parts> whole = database.ask(TITLE, parts(wanted), values, SECTION);
        return whole.isPresent()
                ? OverviewFacts.of(whole.get(), wanted, now, seesPersonalData)
                : database.snapshot(tx -> bySection(tx, values));
    }

    private Optional<OverviewFacts> bySection(Transaction tx, Map<String, Object> values) {
        Parts answers = tx.ask(TITLE, parts(Set.of()), values);
        Set<OverviewSection> read = EnumSet.noneOf(OverviewSection.class);
        for (OverviewSection section : wanted) {
            Optional<Parts> answer =
                    System.nanoTime() - began > ALL.toNanos()
                            ? Optional.empty()
                            : tx.within(
                                    SECTION, () -> tx.ask(TITLE, List.of(section.part()), values));
            if (answer.isPresent()) {
                answers = answers.and(answer.get());
                read.add(section);
            }
        }
        return OverviewFacts.of(answers, read, now, seesPersonalData);
    }

    /** Returns the parts of the sections, after those that every overview has. */
    private static List<Part<?>> parts(Set<OverviewSection> sections) {
        List<Part<?>> parts = new ArrayList<>(List.of(ClientDao.PART, PrimaryContactPart.FIND));
        sections.forEach(section -> parts.add(section.part()));
        return List.copyOf(parts);
    }
}
