package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.communication.advocacy.AdvocateFilter;
import io.os199.cs.communication.advocacy.CandidateFilter;
import io.os199.cs.communication.advocacy.Enrollment;
import io.os199.cs.communication.advocacy.NewContribution;
import io.os199.cs.communication.advocacy.NewContribution.Deal;
import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.communication.model.ContributionType;
import io.os199.cs.communication.model.DealOutcome;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;

/** The parameters of {@code manage_advocacy_program}. */
public record AdvocacyInput(
        Action action,
        @Nullable
                @Actions(
                        value = {"enroll_advocate", "list_advocates", "find_candidates"},
                        requiredBy = "enroll_advocate")
                @Size(min = 1, max = 200)
                String clientId,
        @Nullable @Actions("enroll_advocate") @Email @Size(max = 254) String contactEmail,
        @Nullable @Actions("enroll_advocate") @Size(min = 1, max = 120) String contactName,
        @Nullable @Actions("enroll_advocate") @Size(min = 1, max = 120) String contactTitle,
        @Nullable @Actions({"enroll_advocate", "list_advocates"}) AdvocateTier tier,
        @Nullable
                @Actions(
                        value = {
                            "get_advocate_profile",
                            "track_contribution",
                            "award_points",
                            "redeem_points",
                            "set_status"
                        },
                        requiredBy = {
                            "get_advocate_profile",
                            "track_contribution",
                            "award_points",
                            "redeem_points",
                            "set_status"
                        })
                @Size(min = 1, max = 60)
                String advocateId,
        @Nullable
                @Actions(
                        value = {
                            "track_contribution",
                            "award_points",
                            "redeem_points",
                            "set_status"
                        },
                        requiredBy = "set_status")
                @Min(1)
                Integer version,
        @Nullable @Actions("track_contribution") ContributionType contributionType,
        @Nullable @Actions("track_contribution") @Size(min = 1, max = 2_000)
                String contributionDetails,
        @Nullable @Actions("track_contribution") LocalDate contributedOn,
        @Nullable @Actions("track_contribution") @Size(min = 1, max = 100) String dealReference,
        @Nullable @Actions("track_contribution") @DecimalMin("0") @DecimalMax("10000000000")
                BigDecimal dealValueAmount,
        @Nullable @Actions("track_contribution") DealOutcome dealOutcome,
        @Nullable @Actions("track_contribution") @Size(min = 1, max = 60) String contributionId,
        @Nullable
                @Actions(
                        value = {"award_points", "redeem_points"},
                        requiredBy = {"award_points", "redeem_points"})
                @Min(1)
                Integer points,
        @Nullable
                @Actions(
                        value = {"award_points", "redeem_points"},
                        requiredBy = {"award_points", "redeem_points"})
                @Size(min = 1, max = 200)
                String reason,
        @Nullable
                @Actions(
                        value = {"set_status", "list_advocates"},
                        requiredBy = "set_status")
                AdvocateStatus status,
        @Nullable @Actions("list_advocates") Boolean availableForReference,
        @Nullable @Actions({"list_advocates", "find_candidates"}) @Size(min = 1, max = 80)
                String industry,
        @Nullable @Actions({"list_advocates", "find_candidates"}) Tier clientTier,
        @Nullable @Actions("get_program_analytics") LocalDate periodStart,
        @Nullable @Actions("get_program_analytics") LocalDate periodEnd,
        @Default(value = "50", listed = false)
                @Actions({"list_advocates", "find_candidates"})
                @Min(1)
                @Max(200)
                int limit,
        @Nullable @Actions({"list_advocates", "find_candidates"}) @Size(max = Cursors.LONGEST)
                String cursor,
        @Nullable
                @Actions({
                    "enroll_advocate",
                    "track_contribution",
                    "award_points",
                    "redeem_points",
                    "set_status"
                })
                @Size(min = 1, max = 100)
                String idempotencyKey) {
    /** The default number of entries on a page. */
    static final int USUAL_LIMIT = 50;

    private static final int USUAL_DAYS = 365;
    private static final int LONGEST_DETAILS = 2_000;
    private static final int LONGEST_REASON = 200;

    /** The action to perform. */
    public enum Action {
        ENROLL_ADVOCATE,
        GET_ADVOCATE_PROFILE,
        LIST_ADVOCATES,
        FIND_CANDIDATES,
        TRACK_CONTRIBUTION,
        AWARD_POINTS,
        REDEEM_POINTS,
        SET_STATUS,
        GET_PROGRAM_ANALYTICS
    }

    LocalDate start(LocalDate today) {
        return periodStart == null ? end(today).minusDays(USUAL_DAYS) : periodStart;
    }

    LocalDate end(LocalDate today) {
        return periodEnd == null ? today.plusDays(1) : periodEnd;
    }

    Enrollment enrollment() {
        return new Enrollment(
                contactEmail == null ? null : contactEmail.strip().toLowerCase(Locale.ROOT),
                contactName == null ? null : contactName.strip(),
                contactTitle == null ? null : contactTitle.strip(),
                Objects.requireNonNullElse(tier, AdvocateTier.BRONZE));
    }

    NewContribution contribution() {
        return new NewContribution(
                Objects.requireNonNull(contributionType),
                contributionDetails == null
                        ? null
                        : UntrustedText.of(contributionDetails, LONGEST_DETAILS).text(),
                contributedOn,
                deal());
    }

    Deal deal() {
        return new Deal(
                dealReference == null ? null : UntrustedText.name(dealReference),
                dealValueAmount,
                dealOutcome);
    }

    String shownReason() {
        return UntrustedText.of(
                        Objects.requireNonNull(reason).replaceAll("\\s+", " "), LONGEST_REASON)
                .text();
    }

    AdvocateFilter advocates(@Nullable String client) {
        return new AdvocateFilter(
                client, tier, status, availableForReference, wantedIndustry(), clientTier);
    }

    CandidateFilter candidates(@Nullable String client) {
        return new CandidateFilter(client, wantedIndustry(), clientTier);
    }

    private @Nullable String wantedIndustry() {
        return industry == null ? null : industry.strip();
    }
}
