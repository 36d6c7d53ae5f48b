package io.os199.cs.communication.advocacy;

import static io.os199.cs.communication.advocacy.Advocates.TOOL;

import io.os199.cs.communication.advocacy.AdvocacyProgramDao.Attention;
import io.os199.cs.communication.advocacy.AdvocacyProgramReport.Coverage;
import io.os199.cs.communication.advocacy.AdvocateReadDao.Row;
import io.os199.cs.communication.model.AdvocatePoints;
import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The rules ADV-1 to ADV-4: for one advocate who takes part, and for the whole program. */
final class AdvocacyRules {
    /** At no more than this many points below the next tier, one contribution may reach it. */
    static final int NEAR_POINTS = 500;

    /** After this many days without a contribution somebody checks in. */
    static final int QUIET_DAYS = 180;

    /** From this many active clients on, a group needs an advocate to call. */
    static final int GROUP_CLIENTS = 3;

    private static final int MOST_GROUPS = 10;

    private AdvocacyRules() {}

    static List<Recommendation> of(Row row, LocalDate today) {
        List<Recommendation> found = new ArrayList<>();
        if (row.status() != AdvocateStatus.ACTIVE) {
            return found;
        }
        HealthBand band = row.healthBand();
        if (band == HealthBand.AT_RISK || band == HealthBand.CRITICAL) {
            found.add(pause("health_band " + WireName.of(band)));
        }
        row.tier()
                .next()
                .ifPresent(
                        next -> {
                            int missing =
                                    new AdvocatePoints(
                                                    row.tier(),
                                                    row.lifetimePoints(),
                                                    row.redeemedPoints())
                                            .toNextTier()
                                            .orElseThrow();
                            if (missing <= NEAR_POINTS) {
                                found.add(
                                        plan(
                                                "%d points to %s"
                                                        .formatted(missing, WireName.of(next))));
                            }
                        });
        LocalDate last = Objects.requireNonNullElse(row.lastContributionOn(), row.enrolledOn());
        long quiet = ChronoUnit.DAYS.between(last, today);
        if (quiet >= QUIET_DAYS) {
            found.add(
                    checkIn(
                            row.lastContributionOn() == null
                                    ? "no contribution since the enrolment %d days ago"
                                            .formatted(quiet)
                                    : "no contribution for %d days".formatted(quiet)));
        }
        return found;
    }

    static List<Recommendation> of(Attention attention, List<Coverage> coverage) {
        List<Recommendation> found = new ArrayList<>();
        if (attention.endangeredCount() > 0) {
            found.add(
                    pause(
                            "%d active advocates at clients that are at_risk or critical"
                                    .formatted(attention.endangeredCount())));
        }
        if (attention.nearCount() > 0) {
            found.add(
                    plan(
                            "%d active advocates with at most %d points to the next tier"
                                    .formatted(attention.nearCount(), NEAR_POINTS)));
        }
        if (attention.quietCount() > 0) {
            found.add(
                    checkIn(
                            "%d active advocates without a contribution for %d days"
                                    .formatted(attention.quietCount(), QUIET_DAYS)));
        }
        coverage.stream()
                .filter(each -> each.activeClientCount() >= GROUP_CLIENTS)
                .filter(each -> each.availableAdvocateCount() == 0)
                .limit(MOST_GROUPS)
                .map(AdvocacyRules::recruit)
                .forEach(found::add);
        return found;
    }

    private static Recommendation plan(String because) {
        return new Recommendation("ADV-1", because, "Plan one contribution", Priority.MEDIUM, TOOL);
    }

    private static Recommendation checkIn(String because) {
        return new Recommendation("ADV-2", because, "Check in", Priority.MEDIUM, TOOL);
    }

    private static Recommendation pause(String because) {
        return new Recommendation(
                "ADV-3", because, "Pause requests with set_status", Priority.HIGH, TOOL);
    }

    private static Recommendation recruit(Coverage cell) {
        return new Recommendation(
                "ADV-4",
                "%d active clients of industry %s, tier %s, and no available advocate"
                        .formatted(
                                cell.activeClientCount(),
                                cell.industry() == null ? "unknown" : cell.industry(),
                                WireName.of(cell.clientTier())),
                "Recruit from find_candidates",
                Priority.MEDIUM,
                TOOL);
    }
}
