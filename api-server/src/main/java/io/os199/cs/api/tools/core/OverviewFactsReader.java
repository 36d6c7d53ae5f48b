package io.os199.cs.api.tools.core;

import static io.os199.cs.api.tools.core.OverviewSection.ACTIVITY;
import static io.os199.cs.api.tools.core.OverviewSection.COMMUNICATION;
import static io.os199.cs.api.tools.core.OverviewSection.ENGAGEMENT;
import static io.os199.cs.api.tools.core.OverviewSection.HEALTH;
import static io.os199.cs.api.tools.core.OverviewSection.ONBOARDING;
import static io.os199.cs.api.tools.core.OverviewSection.OPPORTUNITIES;
import static io.os199.cs.api.tools.core.OverviewSection.REVENUE;
import static io.os199.cs.api.tools.core.OverviewSection.RISKS;
import static io.os199.cs.api.tools.core.OverviewSection.SUPPORT;
import static io.os199.cs.api.tools.core.OverviewSection.TASKS;
import static io.os199.cs.api.tools.core.OverviewSection.USAGE;

import io.os199.cs.core.ClientDao;
import io.os199.cs.core.history.TimelineReader;
import io.os199.cs.core.overview.OverviewReader;
import io.os199.cs.onboarding.OnboardingSectionDao;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads what an overview needs, section by section, in the caller's snapshot. A section that takes
 * too long is left out, and so are the sections after it once the time of the whole is over.
 */
final class OverviewFactsReader {
    private static final Duration SECTION = Duration.ofSeconds(1);
    private static final Duration ALL = Duration.ofSeconds(3);
    private static final int ACTIVITIES = 10;

    private final Transaction transaction;
    private final Set<OverviewSection> wanted;
    private final Instant now;
    private final LocalDate today;
    private final boolean seesPersonalData;
    private final Set<OverviewSection> read = EnumSet.noneOf(OverviewSection.class);
    private final long began = System.nanoTime();

    OverviewFactsReader(
            Transaction transaction,
            Set<OverviewSection> wanted,
            Instant now,
            boolean seesPersonalData) {
        this.transaction = transaction;
        this.wanted = wanted;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        this.seesPersonalData = seesPersonalData;
    }

    OverviewFacts read(String clientId) {
        OverviewReader core = new OverviewReader(transaction, clientId, now);
        TimelineReader timeline = new TimelineReader(transaction, seesPersonalData);
        OnboardingSectionDao plans = transaction.dao(OnboardingSectionDao.class);
        return new OverviewFacts(
                transaction.dao(ClientDao.class).record(clientId, today),
                core.primaryContact().orElse(null),
                read,
                section(HEALTH, core::health),
                section(ONBOARDING, () -> plans.find(clientId, today)),
                section(ENGAGEMENT, () -> Optional.of(core.engagement())),
                section(USAGE, () -> Optional.of(core.usage())),
                section(SUPPORT, () -> Optional.of(core.support())),
                section(REVENUE, () -> Optional.of(core.revenue())),
                section(COMMUNICATION, () -> Optional.of(core.communication())),
                section(TASKS, () -> Optional.of(core.tasks())),
                section(RISKS, () -> Optional.of(core.risks())),
                section(OPPORTUNITIES, () -> Optional.of(core.opportunities())),
                section(ACTIVITY, () -> Optional.of(timeline.latest(clientId, now, ACTIVITIES))));
    }

    private <T> @Nullable T section(OverviewSection section, Supplier<Optional<T>> reader) {
        if (!wanted.contains(section) || System.nanoTime() - began > ALL.toNanos()) {
            return null;
        }
        Optional<Optional<T>> answer = transaction.within(SECTION, reader);
        if (answer.isEmpty()) {
            return null;
        }
        read.add(section);
        return answer.get().orElse(null);
    }
}
