package io.os199.cs.integration.mixpanel;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.integration.SyncCursors.Cursor;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.http.VendorAnswer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the events of Mixpanel day by day: every hour those of today and yesterday, every night those of the last
 * week once more, because events come late. The cursor stands at the end of the last day that was read after its end,
 * by the nightly pass or, for a day that lies further back, by an hourly one. A day whose events were cut off counts
 * as not read; the events that came stay.
 */
public final class MixpanelEvents implements Sync {
    static final String RESOURCE = "events";

    private static final Logger LOG = LoggerFactory.getLogger(MixpanelEvents.class);
    private static final Integration MIXPANEL = Integration.MIXPANEL;
    private static final int WEEK = 7;

    private final Pass pass;
    private final Database database;
    private final MixpanelExport export;
    private final MixpanelStore store;
    private final SyncCursors cursors;
    private final IntegrationStates states;
    private final ServiceStanding standing;
    private final IntegrationMetrics metrics;
    private final Clock clock;

    /** One of the two passes. */
    public enum Pass {
        HOURLY("mixpanel-events", "20 * * * *", Duration.ofMinutes(10)),
        /** The pass over a week of days, each of which may take half an hour. */
        NIGHTLY("mixpanel-late-events", "5 3 * * *", Duration.ofHours(4));

        private final String name;
        private final String cron;
        private final Duration budget;

        Pass(String name, String cron, Duration budget) {
            this.name = name;
            this.cron = cron;
            this.budget = budget;
        }
    }

    /**
     * A day that is to be read.
     *
     * @param closing whether the cursor moves past it
     */
    private record Wanted(LocalDate day, boolean closing) {}

    public MixpanelEvents(
            Pass pass,
            Database database,
            MixpanelExport export,
            MixpanelStore store,
            IntegrationStates states,
            ServiceStanding standing,
            IntegrationMetrics metrics,
            Clock clock) {
        this.pass = pass;
        this.database = database;
        this.export = export;
        this.store = store;
        this.cursors = new SyncCursors(clock);
        this.states = states;
        this.standing = standing;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public String name() {
        return pass.name;
    }

    @Override
    public String cron() {
        return pass.cron;
    }

    /** Runs one of the two passes at a time, because they read the same days. */
    @Override
    public void run() {
        SoleRound.run(database, "mixpanel-events", false, this::run);
    }

    private boolean run(SoleRound round) {
        Instant begun = clock.instant();
        Cursor cursor = database.current(tx -> cursors.find(tx, MIXPANEL, RESOURCE));
        for (Wanted each : wanted(cursor)) {
            if (clock.instant().isAfter(begun.plus(pass.budget)) || !read(round, each)) {
                return false;
            }
            if (each.closing()) {
                Instant end = each.day().plusDays(1).atStartOfDay(export.zone()).toInstant();
                Cursor from = cursor;
                Cursor to = new Cursor(null, end);
                if (!database.write(tx -> cursors.advance(tx, MIXPANEL, RESOURCE, from, to))) {
                    return false;
                }
                metrics.complete(MIXPANEL, RESOURCE, end);
                cursor = to;
            }
        }
        states.synced(MIXPANEL);
        if (pass == Pass.HOURLY) {
            metrics.complete(MIXPANEL, RESOURCE, begun);
        }
        return true;
    }

    /**
     * Returns the days to read: for the hourly pass today first, however long others take; then those after the
     * cursor in order, so that it moves.
     */
    private List<Wanted> wanted(Cursor cursor) {
        LocalDate today = export.today();
        LocalDate yesterday = today.minusDays(1);
        Instant completeTo = cursor.completeTo();
        LocalDate open =
                completeTo == null
                        ? today.minusDays(WEEK)
                        : LocalDate.ofInstant(completeTo, export.zone());
        boolean isNight = pass == Pass.NIGHTLY;
        List<Wanted> wanted = new ArrayList<>();
        if (!isNight) {
            wanted.add(new Wanted(today, false));
        }
        for (LocalDate day = open; day.isBefore(today); day = day.plusDays(1)) {
            wanted.add(new Wanted(day, isNight || day.isBefore(yesterday)));
        }
        if (isNight) {
            LocalDate late = (open.isBefore(today) ? open : today).minusDays(1);
            for (; !late.isBefore(today.minusDays(WEEK)); late = late.minusDays(1)) {
                wanted.add(new Wanted(late, false));
            }
        } else if (!open.isBefore(today)) {
            wanted.add(new Wanted(yesterday, false));
        }
        return wanted;
    }

    private boolean read(SoleRound round, Wanted wanted) {
        round.stay();
        MixpanelStore.Day day = store.day(wanted.closing(), round::stay);
        VendorAnswer answer = export.day(wanted.day(), day::take);
        day.end();
        if (answer instanceof VendorAnswer.Done) {
            standing.saw(answer);
            return true;
        }
        standing.checked(answer);
        LOG.warn("a day of mixpanel's events is not read: {}", ServiceStanding.code(answer));
        return false;
    }
}
