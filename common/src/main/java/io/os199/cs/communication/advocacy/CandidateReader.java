package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.advocacy.CandidateDao.Row;
import io.os199.cs.communication.advocacy.CandidateDao.Sources;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Finds satisfied people of healthy clients who are not advocates yet. */
public final class CandidateReader {
    private static final int DAYS = 180;

    private final CandidateDao dao;
    private final Instant from;
    private final Instant now;

    public CandidateReader(Transaction tx, Instant now) {
        this.dao = tx.dao(CandidateDao.class);
        this.now = now;
        this.from =
                LocalDate.ofInstant(now, ZoneOffset.UTC)
                        .minusDays(DAYS - 1L)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
    }

    /** The position at which a page of candidates ended. */
    public record Position(
            BigDecimal healthScore, int npsAnswer, String clientId, String contactId) {
        /** Reads a position from the values of a cursor. */
        public static Position of(List<@Nullable String> values) {
            return new Position(
                    new BigDecimal(Objects.requireNonNull(values.get(0))),
                    Integer.parseInt(Objects.requireNonNull(values.get(1)), 10),
                    Objects.requireNonNull(values.get(2)),
                    Objects.requireNonNull(values.get(3)));
        }

        /** Returns the cursor values of the last candidate on a page. */
        public static List<String> values(Candidate last) {
            return List.of(
                    last.healthScore().toPlainString(),
                    Integer.toString(last.npsAnswer()),
                    last.clientId(),
                    last.contactId());
        }
    }

    /** The candidates of a page and one more, with the total number; 0 for a page after the last one. */
    public record Found(List<Candidate> candidates, long totalCount) {}

    /** Returns a page: the healthiest client first, then the better answer, then by ids. */
    public Found page(CandidateFilter filter, @Nullable Position after, int most) {
        List<Row> rows =
                dao.page(
                        filter,
                        from,
                        now,
                        after == null ? null : after.healthScore(),
                        after == null ? null : after.npsAnswer(),
                        after == null ? null : after.clientId(),
                        after == null ? null : after.contactId(),
                        most);
        return new Found(
                rows.stream().map(CandidateReader::shown).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().totalCount());
    }

    /** Returns the missing data without which nobody can be found. */
    public List<DataGap> gaps() {
        Sources sources = dao.sources(from);
        List<DataGap> gaps = new ArrayList<>();
        if (!sources.hasAnswers()) {
            gaps.add(
                    new DataGap(
                            "candidates",
                            "no_nps_answers",
                            "Ask for NPS with monitor_satisfaction; answers of %d days count"
                                    .formatted(DAYS)));
        }
        if (!sources.hasScores()) {
            gaps.add(
                    new DataGap(
                            "candidates",
                            "no_health_scores",
                            "Compute them with calculate_health_score"));
        }
        return gaps;
    }

    private static Candidate shown(Row row) {
        BigDecimal health = Rounded.figure(row.healthScore());
        return new Candidate(
                row.clientId(),
                UntrustedText.name(row.clientName()),
                row.contactId(),
                row.contactName() == null ? null : UntrustedText.name(row.contactName()),
                row.contactEmail(),
                row.contactTitle() == null ? null : UntrustedText.name(row.contactTitle()),
                row.npsAnswer(),
                row.npsOn(),
                health,
                List.of(
                        "nps_answer %d on %s".formatted(row.npsAnswer(), row.npsOn()),
                        "health_score " + health,
                        "lifecycle_stage " + WireName.of(row.lifecycleStage()),
                        "no open escalation"));
    }
}
