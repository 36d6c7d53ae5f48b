package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.LifecycleStage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The declared table of rules that move clients automatically, in the order in which they are tried. A rule holds
 * when all its conditions are met.
 */
public enum LifecycleRule {
    LC_RISK,
    LC_RISK_START,
    LC_RECOVER,
    LC_RENEWED,
    LC_RENEWAL,
    LC_ADOPT,
    LC_ACTIVE,
    LC_EXPAND,
    LC_EXPANDED;

    /** Returns the first rule that holds for the client. */
    public static Optional<LifecycleRule> first(LifecycleFacts facts) {
        return ofStage(facts.stage()).filter(rule -> rule.holds(facts)).findFirst();
    }

    /** Returns the rules that may move a client out of the stage, in order. */
    public static Stream<LifecycleRule> ofStage(LifecycleStage stage) {
        return Stream.of(values()).filter(rule -> rule.isOf(stage));
    }

    private boolean isOf(LifecycleStage stage) {
        return switch (this) {
            case LC_RISK -> stage != LifecycleStage.AT_RISK && stage != LifecycleStage.CHURNED;
            case LC_RISK_START, LC_ADOPT -> stage == LifecycleStage.ONBOARDING;
            case LC_RECOVER -> stage == LifecycleStage.AT_RISK;
            case LC_RENEWED -> stage == LifecycleStage.RENEWAL;
            case LC_RENEWAL ->
                    stage == LifecycleStage.ADOPTION
                            || stage == LifecycleStage.ACTIVE
                            || stage == LifecycleStage.EXPANSION;
            case LC_ACTIVE -> stage == LifecycleStage.ADOPTION;
            case LC_EXPAND -> stage == LifecycleStage.ACTIVE;
            case LC_EXPANDED -> stage == LifecycleStage.EXPANSION;
        };
    }

    /**
     * Returns the stage to which the rule moves the client; a recovered client with a due renewal goes straight to
     * the renewal stage.
     */
    public LifecycleStage to(LifecycleFacts facts) {
        return switch (this) {
            case LC_RISK, LC_RISK_START -> LifecycleStage.AT_RISK;
            case LC_RECOVER ->
                    LifecycleCondition.DUE_RENEWAL.isMet(facts)
                            ? LifecycleStage.RENEWAL
                            : LifecycleStage.ACTIVE;
            case LC_RENEWED, LC_ACTIVE, LC_EXPANDED -> LifecycleStage.ACTIVE;
            case LC_RENEWAL -> LifecycleStage.RENEWAL;
            case LC_ADOPT -> LifecycleStage.ADOPTION;
            case LC_EXPAND -> LifecycleStage.EXPANSION;
        };
    }

    /**
     * Returns the conditions, all of which must be met; except in trouble, a client stays in its stage for at least a
     * week.
     */
    public List<LifecycleCondition> conditions() {
        return switch (this) {
            case LC_RISK -> List.of(LifecycleCondition.TROUBLE);
            case LC_RISK_START ->
                    List.of(
                            LifecycleCondition.STARTED_30_DAYS_AGO,
                            LifecycleCondition.NO_KNOWN_USER,
                            LifecycleCondition.SETTLED);
            case LC_RECOVER ->
                    List.of(
                            LifecycleCondition.WELL_FOR_10_DAYS,
                            LifecycleCondition.NO_ESCALATION,
                            LifecycleCondition.SETTLED);
            case LC_RENEWED ->
                    List.of(
                            LifecycleCondition.NO_DUE_RENEWAL,
                            LifecycleCondition.LAST_RENEWED,
                            LifecycleCondition.SETTLED);
            case LC_RENEWAL -> List.of(LifecycleCondition.DUE_RENEWAL, LifecycleCondition.SETTLED);
            case LC_ADOPT -> List.of(LifecycleCondition.ONBOARDED, LifecycleCondition.SETTLED);
            case LC_ACTIVE ->
                    List.of(
                            LifecycleCondition.TAKEN_UP,
                            LifecycleCondition.OVERALL_65,
                            LifecycleCondition.SETTLED);
            case LC_EXPAND ->
                    List.of(
                            LifecycleCondition.OPPORTUNITY,
                            LifecycleCondition.OVERALL_80,
                            LifecycleCondition.SETTLED);
            case LC_EXPANDED ->
                    List.of(LifecycleCondition.NO_OPPORTUNITY, LifecycleCondition.SETTLED);
        };
    }

    public boolean holds(LifecycleFacts facts) {
        return conditions().stream().allMatch(each -> each.isMet(facts));
    }

    /** Returns the facts about the client on which the rule is based. */
    public String because(LifecycleFacts facts) {
        return conditions().stream()
                .map(each -> each.told(facts))
                .collect(Collectors.joining("; "));
    }
}
