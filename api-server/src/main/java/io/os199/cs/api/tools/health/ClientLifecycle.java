package io.os199.cs.api.tools.health;

import io.os199.cs.core.ClientDao;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.health.lifecycle.LifecycleFacts;
import io.os199.cs.health.lifecycle.LifecycleHistory;
import io.os199.cs.health.lifecycle.LifecycleRule;
import io.os199.cs.health.lifecycle.LifecycleRules;
import io.os199.cs.health.lifecycle.StagePlaybook;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The stages of one client, and what would move it to the next. */
record ClientLifecycle(ClientRecord client, Standing standing, @Nullable List<Truncation> cut) {
    private static final int LONGEST_REASON = 300;
    private static final int SHOWN_STAYS = 50;

    /**
     * The client's current position.
     *
     * @param history the newest stay first
     * @param next the rules that may move it from here, in the order in which they are tried; a rule is met when all
     *     its conditions are
     */
    public record Standing(
            LifecycleStage stage,
            Instant sinceAt,
            int stageAgeDays,
            @Nullable List<Stay> history,
            @Nullable List<Next> next,
            StagePlaybook.@Nullable Step playbook) {}

    /** One stay in a stage; for a current stay, {@code stayDays} counts the days so far. */
    public record Stay(
            LifecycleStage stage,
            Instant fromAt,
            @Nullable Instant toAt,
            int stayDays,
            boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String reasonText,
            @Nullable Boolean truncated,
            String actor) {

        static Stay of(LifecycleHistory.Stay stay) {
            String reason = stay.reason();
            UntrustedText text = reason == null ? null : UntrustedText.of(reason, LONGEST_REASON);
            return new Stay(
                    stay.stage(),
                    stay.fromAt(),
                    stay.toAt(),
                    stay.stayDays(),
                    true,
                    text == null ? null : text.text(),
                    (text != null && text.truncated()) ? true : null,
                    stay.actor());
        }
    }

    /** A rule that may move the client. */
    public record Next(
            LifecycleStage to, String ruleId, boolean isMet, List<Condition> conditions) {
        static Next of(LifecycleRule rule, LifecycleFacts facts) {
            return new Next(
                    rule.to(facts),
                    rule.name(),
                    rule.holds(facts),
                    rule.conditions().stream()
                            .map(
                                    each ->
                                            new Condition(
                                                    each.wireName(),
                                                    each.value(facts),
                                                    each.needed(),
                                                    each.isMet(facts)))
                            .toList());
        }
    }

    /** A condition of a rule; {@code value} is absent where the client has nothing of the kind. */
    public record Condition(String name, @Nullable String value, String needed, boolean isMet) {}

    static ClientLifecycle of(
            Transaction tx,
            ClientRef ref,
            LifecycleRules rules,
            ManageLifecycleStages.Input input,
            LocalDate today) {
        LifecycleFacts facts = rules.facts(tx, ref.clientId(), today);
        List<LifecycleHistory.Stay> stays =
                input.includeTransitions()
                        ? LifecycleHistory.stays(tx, ref.clientId(), today, SHOWN_STAYS)
                        : List.of();
        int total = stays.isEmpty() ? 0 : stays.getFirst().totalCount();
        Standing standing =
                new Standing(
                        facts.stage(),
                        facts.sinceAt(),
                        facts.stageAgeDays(),
                        input.includeTransitions() ? stays.stream().map(Stay::of).toList() : null,
                        input.automationRules()
                                ? LifecycleRule.ofStage(facts.stage())
                                        .map(rule -> Next.of(rule, facts))
                                        .toList()
                                : null,
                        input.interventionPlanning()
                                ? StagePlaybook.next(facts, today).orElse(null)
                                : null);
        return new ClientLifecycle(
                tx.dao(ClientDao.class).record(ref.clientId(), today),
                standing,
                new Cuts().list("history", stays, total).orNull());
    }
}
