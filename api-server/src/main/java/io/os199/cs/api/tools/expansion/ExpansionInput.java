package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.opportunity.LostReason;
import io.os199.cs.expansion.opportunity.NewOpportunity;
import io.os199.cs.expansion.opportunity.OpportunityChange;
import io.os199.cs.expansion.opportunity.OpportunityFilter;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.paging.Cursors;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The arguments of {@code identify_expansion_opportunities}. */
public record ExpansionInput(
        @Default(value = "detect", listed = false) Action action,
        @Nullable
                @Actions(
                        value = {"detect", "list", "save", "dismiss"},
                        requiredBy = {"save", "dismiss"})
                String clientId,
        @Nullable @Actions({"detect", "list"}) @Size(min = 1)
                List<OpportunityType> opportunityTypes,
        @Nullable
                @Actions(
                        value = {"save", "dismiss"},
                        requiredBy = "dismiss")
                @Size(min = 1, max = 120)
                String findingKey,
        @Nullable @Actions(value = "update", requiredBy = "update") @Size(min = 1, max = 60)
                String opportunityId,
        @Nullable @Actions(value = "update", requiredBy = "update") @Min(1) Integer version,
        @Nullable @Actions("save") OpportunityType type,
        @Nullable @Actions("save") @Size(min = 1, max = 60) String productId,
        @Nullable @Actions({"save", "update"}) @DecimalMin("0") @DecimalMax("1000000000")
                BigDecimal valueAmount,
        @Nullable @Actions({"list", "save", "update"}) OpportunityStage stage,
        @Nullable @Actions({"save", "update"}) @DecimalMin("0") @DecimalMax("1")
                BigDecimal probability,
        @Nullable @Actions({"save", "update"}) LocalDate expectedClose,
        @Nullable @Actions("update") LocalDate closedOn,
        @Nullable @Actions({"save", "update"}) @Size(min = 1, max = 200) String owner,
        @Nullable @Actions({"save", "update"}) @Size(min = 1, max = 60) String championContactId,
        @Nullable @Actions({"save", "update"}) @Size(min = 1, max = 500) String nextAction,
        @Nullable @Actions("update") LostReason lostReason,
        @Default(value = "180", listed = false) @Actions("dismiss") @Min(30) @Max(365)
                int dismissDays,
        @Default(value = "false", listed = false) @Actions("detect") boolean includeBlocked,
        @Nullable @Actions({"detect", "list"}) Tier tier,
        @Nullable @Actions({"detect", "list"}) @Size(max = 200) String csm,
        @Nullable @Actions({"detect", "list"}) @Size(max = 60) String segmentId,
        @Nullable @Actions({"detect", "list"}) @DecimalMin("0") BigDecimal minArrAmount,
        @Default(value = "20", listed = false) @Actions({"detect", "list"}) @Min(1) @Max(200)
                int limit,
        @Nullable @Actions({"detect", "list"}) @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "10", listed = false) @Actions("detect") @Min(0) @Max(25) int waitSeconds,
        @Default(value = "false", listed = false) @Actions({"save", "update", "dismiss"})
                boolean dryRun,
        @Nullable @Actions({"save", "update", "dismiss"}) @Size(min = 1, max = 100)
                String idempotencyKey) {

    /** The action to take. */
    public enum Action {
        DETECT,
        LIST,
        SAVE,
        UPDATE,
        DISMISS
    }

    private List<OpportunityType> types() {
        return opportunityTypes == null
                ? List.of(OpportunityType.values())
                : opportunityTypes.stream().distinct().sorted().toList();
    }

    FindingFilter findings() {
        return findings(includeBlocked);
    }

    /** Returns the filter for all findings, including blocked ones. */
    FindingFilter allFindings() {
        return findings(true);
    }

    private FindingFilter findings(boolean alsoBlocked) {
        return FindingFilter.usual(types(), null, tier, csm, segmentId, minArrAmount, alsoBlocked);
    }

    OpportunityFilter opportunities(@Nullable String client) {
        return new OpportunityFilter(types(), stage, client, tier, csm, segmentId, minArrAmount);
    }

    NewOpportunity toSave(String client) {
        return new NewOpportunity(
                client,
                findingKey,
                type,
                productId,
                valueAmount,
                Objects.requireNonNullElse(stage, OpportunityStage.IDENTIFIED),
                probability == null ? null : probability.doubleValue(),
                expectedClose,
                championContactId,
                owner,
                nextAction);
    }

    OpportunityChange toChange() {
        return new OpportunityChange(
                Objects.requireNonNull(opportunityId),
                Objects.requireNonNull(version),
                stage,
                valueAmount,
                probability == null ? null : probability.doubleValue(),
                expectedClose,
                championContactId,
                owner,
                nextAction,
                lostReason,
                closedOn);
    }

    /** Finds arguments that do not go together. */
    List<Fault> faults(LocalDate today) {
        List<Fault> faults = new ArrayList<>();
        switch (action) {
            case SAVE -> saveFaults(faults);
            case UPDATE -> updateFaults(faults, today);
            case DETECT, LIST -> {
                if (clientId != null) {
                    faults.addAll(
                            FindingSearch.portfolioOnly(
                                    FindingSearch.portfolioFilters(
                                            tier, csm, segmentId, minArrAmount)));
                }
            }
            case DISMISS -> {}
        }
        return faults;
    }

    private void saveFaults(List<Fault> faults) {
        if (findingKey == null && type == null) {
            faults.add(
                    new Fault(
                            "finding_key",
                            "save needs the finding_key of a finding, or the type of an opportunity"
                                    + " entered by hand",
                            "finding_key or type"));
        }
        if (findingKey != null && (type != null || productId != null)) {
            faults.add(
                    new Fault(
                            type == null ? "product_id" : "type",
                            "the finding says its type and product",
                            "finding_key alone, or type and product_id without it"));
        }
        if (stage != null && stage.isFinal()) {
            faults.add(
                    new Fault(
                            "stage",
                            "an opportunity is not saved as won or lost",
                            "an open stage; then update it"));
        }
    }

    private void updateFaults(List<Fault> faults, LocalDate today) {
        boolean isLost = stage == OpportunityStage.LOST;
        boolean isClosing = stage != null && stage.isFinal();
        if (isLost && lostReason == null) {
            faults.add(
                    new Fault("lost_reason", "stage lost needs a lost_reason", "why it was lost"));
        }
        if (!isLost && lostReason != null) {
            faults.add(new Fault("lost_reason", "lost_reason goes with stage lost", "stage lost"));
        }
        if (!isClosing && closedOn != null) {
            faults.add(
                    new Fault(
                            "closed_on",
                            "closed_on goes with stage won or lost",
                            "stage won or lost"));
        }
        if (closedOn != null && closedOn.isAfter(today)) {
            faults.add(
                    new Fault(
                            "closed_on",
                            "closed_on " + closedOn + " is later than today",
                            today + " or before"));
        }
        boolean changes =
                Stream.of(
                                stage,
                                valueAmount,
                                probability,
                                expectedClose,
                                owner,
                                championContactId,
                                nextAction)
                        .anyMatch(Objects::nonNull);
        if (!changes) {
            faults.add(
                    new Fault(
                            "stage",
                            "update needs something to change; it has nothing",
                            "stage, value_amount, probability, expected_close, owner,"
                                    + " champion_contact_id or next_action"));
        }
    }
}
