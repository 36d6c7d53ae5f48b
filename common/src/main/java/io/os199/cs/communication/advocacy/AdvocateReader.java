package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.advocacy.AdvocateReadDao.EntryRow;
import io.os199.cs.communication.advocacy.AdvocateReadDao.Row;
import io.os199.cs.communication.model.AdvocatePoints;
import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads advocates, one or many, as of a day. */
public final class AdvocateReader {
    /** The number of contributions shown for one advocate. */
    public static final int MOST_CONTRIBUTIONS = 20;

    private static final int LONGEST_DETAILS = 500;

    private final AdvocateReadDao dao;
    private final LocalDate today;

    public AdvocateReader(Transaction tx, LocalDate today) {
        this.dao = tx.dao(AdvocateReadDao.class);
        this.today = today;
    }

    /** One advocate with the recommendations of the rules. */
    public record Profile(Advocate advocate, List<Recommendation> recommendations) {}

    public Optional<Profile> find(String advocateId) {
        return dao.find(advocateId, today)
                .map(row -> new Profile(shown(row), AdvocacyRules.of(row, today)));
    }

    /**
     * The newest contributions, bonuses and redemptions of an advocate.
     *
     * @param totalCount of all of them
     */
    public record Entries(List<AdvocateContribution> shown, long totalCount) {}

    public Entries contributions(Advocate advocate) {
        List<EntryRow> rows =
                dao.entries(advocate.clientId(), advocate.advocateId(), null, MOST_CONTRIBUTIONS);
        return new Entries(
                rows.stream().map(AdvocateReader::shown).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().totalCount());
    }

    /** Returns one of these entries. */
    public AdvocateContribution contribution(Advocate advocate, String contributionId) {
        return shown(
                dao.entries(advocate.clientId(), advocate.advocateId(), contributionId, 1)
                        .getFirst());
    }

    /** The position at which a page of advocates ended. */
    public record Position(int lifetimePoints, String advocateId) {
        /** Reads a position from the values of a cursor. */
        public static Position of(List<@Nullable String> values) {
            return new Position(
                    Integer.parseInt(Objects.requireNonNull(values.get(0)), 10),
                    Objects.requireNonNull(values.get(1)));
        }

        /** Returns the cursor values of the last advocate on a page. */
        public static List<String> values(Advocate last) {
            return List.of(Integer.toString(last.lifetimePoints()), last.advocateId());
        }
    }

    /** Returns at most that many after a position: the most lifetime points first, then by id. */
    public List<Advocate> page(AdvocateFilter filter, @Nullable Position after, int most) {
        return dao
                .page(
                        filter,
                        today,
                        after == null ? null : after.lifetimePoints(),
                        after == null ? null : after.advocateId(),
                        most)
                .stream()
                .map(AdvocateReader::shown)
                .toList();
    }

    public long count(AdvocateFilter filter) {
        Boolean isFree = filter.availableForReference();
        if (isFree == null) {
            return dao.count(filter);
        }
        long free = dao.free(filter, today);
        return isFree ? free : dao.count(filter) - free;
    }

    private static Advocate shown(Row row) {
        AdvocatePoints points =
                new AdvocatePoints(row.tier(), row.lifetimePoints(), row.redeemedPoints());
        boolean isFree = row.obstacles().isEmpty();
        AdvocateTier next = row.tier().next().orElse(null);
        return new Advocate(
                row.advocateId(),
                row.clientId(),
                UntrustedText.name(row.clientName()),
                row.contactName() == null ? null : UntrustedText.name(row.contactName()),
                row.contactEmail(),
                row.contactTitle() == null ? null : UntrustedText.name(row.contactTitle()),
                row.tier(),
                row.status(),
                row.enrolledOn(),
                row.withdrawnOn(),
                row.lifetimePoints(),
                row.redeemedPoints(),
                points.available(),
                next,
                points.toNextTier().orElse(null),
                row.contributionCount(),
                row.byType(),
                row.lastContributionOn(),
                row.referenceCount90d(),
                isFree,
                isFree ? free(row) : row.obstacles(),
                row.version());
    }

    private static List<String> free(Row row) {
        return List.of(
                "status " + WireName.of(AdvocateStatus.ACTIVE),
                "%d references in 90 days".formatted(row.referenceCount90d()),
                "health_band " + WireName.of(Objects.requireNonNull(row.healthBand())),
                "no open escalation",
                "no open P0 or P1 ticket");
    }

    private static AdvocateContribution shown(EntryRow row) {
        UntrustedText details =
                row.detailsText() == null
                        ? null
                        : UntrustedText.of(row.detailsText(), LONGEST_DETAILS);
        BigDecimal value = row.dealValueAmount();
        return new AdvocateContribution(
                row.contributionId(),
                row.type(),
                row.points(),
                LocalDate.ofInstant(row.at(), ZoneOffset.UTC),
                row.dealReference() == null ? null : UntrustedText.name(row.dealReference()),
                row.dealOutcome(),
                Rounded.amountOf(value),
                details == null ? null : true,
                details == null ? null : details.text(),
                (details != null && details.truncated()) ? true : null);
    }
}
