package io.os199.cs.communication.community;

import io.os199.cs.communication.community.LifeDao.Figures;
import io.os199.cs.communication.community.LifeReport.Contributor;
import io.os199.cs.communication.community.LifeReport.TagUse;
import io.os199.cs.communication.community.LifeReport.Trend;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Reads how alive a community is. */
public final class LifeReader {
    private static final int ENOUGH = 5;
    private static final int ENOUGH_FOR_TREND = 10;
    private static final int TREND_PERCENT = 10;
    private static final int DORMANT_DAYS = 90;
    private static final Duration PATIENCE = Duration.ofDays(2);
    private static final int RATE_DECIMALS = 4;

    private final Transaction tx;
    private final Instant now;

    public LifeReader(Transaction tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    /** The report with its recommendations. */
    public record Read(
            Community community,
            LifeReport report,
            List<Recommendation> recommendations,
            List<DataGap> gaps) {}

    /**
     * Reads a period.
     *
     * @param end the first day after the period
     */
    public Read read(Community community, LocalDate start, LocalDate end) {
        int days = Math.toIntExact(ChronoUnit.DAYS.between(start, end));
        Instant until = instant(end);
        Figures figures =
                tx.dao(LifeDao.class)
                        .figures(
                                community.communityId(),
                                instant(start.minusDays(days)),
                                instant(start),
                                until,
                                (until.isAfter(now) ? now : until)
                                        .minus(Duration.ofDays(DORMANT_DAYS)),
                                now.minus(PATIENCE));
        return new Read(
                community,
                report(start, end, days, figures),
                CommunityRules.of(
                        figures, tx.dao(MemberDao.class).invitable(community.communityId())),
                gaps(figures));
    }

    private static Instant instant(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static LifeReport report(LocalDate start, LocalDate end, int days, Figures figures) {
        BigDecimal median = figures.medianMinutes();
        return new LifeReport(
                start,
                end,
                figures.memberCount(),
                figures.newMemberCount(),
                figures.activeCount(),
                figures.previousActiveCount(),
                figures.memberCount() < ENOUGH
                        ? null
                        : ratio(figures.activeCount(), figures.memberCount(), RATE_DECIMALS),
                trend(figures.activeCount(), figures.previousActiveCount()),
                ratio(figures.activeDays(), days, 2),
                figures.postCount(),
                figures.commentCount(),
                figures.teamPostCount(),
                figures.questionCount(),
                figures.answeredCount(),
                figures.questionCount() < ENOUGH
                        ? null
                        : ratio(figures.answeredCount(), figures.questionCount(), RATE_DECIMALS),
                median == null || figures.repliedCount() < ENOUGH ? null : Rounded.figure(median),
                figures.dormantCount(),
                figures.contributors().stream()
                        .map(
                                each ->
                                        new Contributor(
                                                each.memberId(),
                                                each.clientId(),
                                                UntrustedText.name(each.clientName()),
                                                UntrustedText.name(each.userName()),
                                                each.contributionCount()))
                        .toList(),
                figures.tags().stream()
                        .map(
                                each ->
                                        new TagUse(
                                                true,
                                                UntrustedText.tag(each.tag()),
                                                each.count(),
                                                each.previousCount()))
                        .toList());
    }

    /** Returns the trend; absent when there were too few members to say. */
    static @Nullable Trend trend(int active, int before) {
        if (active < ENOUGH_FOR_TREND || before < ENOUGH_FOR_TREND) {
            return null;
        }
        int change = (active - before) * 100;
        return change >= before * TREND_PERCENT
                ? Trend.UP
                : change <= -before * TREND_PERCENT ? Trend.DOWN : Trend.FLAT;
    }

    private static BigDecimal ratio(long part, long whole, int decimals) {
        return BigDecimal.valueOf(part)
                .divide(BigDecimal.valueOf(whole), decimals, RoundingMode.HALF_UP);
    }

    private static List<DataGap> gaps(Figures figures) {
        List<DataGap> gaps = new ArrayList<>();
        if (figures.memberCount() < ENOUGH) {
            gaps.add(
                    new DataGap(
                            "engagement_rate",
                            "too_few_members",
                            "Add members with add_member; %d are enough".formatted(ENOUGH)));
        }
        if (figures.questionCount() < ENOUGH) {
            gaps.add(
                    new DataGap(
                            "answered_question_rate",
                            "too_few_questions",
                            "Choose a longer period; %d questions are enough".formatted(ENOUGH)));
        }
        if (figures.repliedCount() < ENOUGH) {
            gaps.add(
                    new DataGap(
                            "median_minutes_to_first_reply",
                            "too_few_replies",
                            "Choose a longer period; %d questions with a reply are enough"
                                    .formatted(ENOUGH)));
        }
        if (figures.activeCount() < ENOUGH_FOR_TREND
                || figures.previousActiveCount() < ENOUGH_FOR_TREND) {
            gaps.add(
                    new DataGap(
                            "trend",
                            "too_few_active_members",
                            "%d active members in this period and the one before are enough"
                                    .formatted(ENOUGH_FOR_TREND)));
        }
        return gaps;
    }
}
