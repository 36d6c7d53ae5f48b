package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.api.tools.expansion.TrackRenewals.Action;
import io.os199.cs.api.tools.expansion.TrackRenewals.Input;
import io.os199.cs.api.tools.expansion.TrackRenewals.Outcome;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.postmortem.ChurnReason;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Faults of arguments of {@code track_renewals} that are each valid on their own. */
final class TrackRenewalsFaults {
    private final Input input;
    private final Set<String> unread;
    private final List<Fault> faults = new ArrayList<>();

    private TrackRenewalsFaults(Input input, Set<String> unread) {
        this.input = input;
        this.unread = unread;
    }

    static List<Fault> of(Input input, Set<String> unread) {
        TrackRenewalsFaults found = new TrackRenewalsFaults(input, unread);
        found.word("stage", input.stage(), words(RenewalStage.class));
        found.word("lost_reason", input.lostReason(), words(ChurnReason.class));
        found.update();
        found.outcome();
        return found.faults;
    }

    /** Checks a text whose allowed words the listed schema leaves out. */
    private void word(String field, @Nullable String sent, List<String> words) {
        if (sent != null && !words.contains(sent)) {
            faults.add(WrongValue.fault(field, sent, "one of " + String.join(", ", words)));
        }
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        return EnumSet.allOf(type).stream().map(WireName::of).toList();
    }

    private void update() {
        RenewalStage stage = input.newStage();
        if (stage != null && !stage.isOpen()) {
            faults.add(
                    new Fault(
                            "new_stage",
                            "new_stage %s is an outcome: action record_outcome records it"
                                    .formatted(WireName.of(stage)),
                            "upcoming, contacted, negotiating or committed"));
        }
        visible("owner", input.owner());
        visible("reason", input.reason());
        boolean says =
                stage != null
                        || input.proposedArrAmount() != null
                        || input.nextContactOn() != null
                        || input.owner() != null;
        if (input.action() == Action.UPDATE && !says && unread.isEmpty()) {
            faults.add(
                    new Fault(
                            "new_stage",
                            "update needs something to note; it has none",
                            "new_stage, proposed_arr_amount, next_contact_on or owner"));
        }
    }

    private void visible(String field, @Nullable String text) {
        if (text != null && UntrustedText.of(text, 500).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }

    private void outcome() {
        Outcome outcome = input.outcome();
        if (outcome == null) {
            return;
        }
        if (outcome == Outcome.RENEWED) {
            needed("outcome_arr_amount", input.outcomeArrAmount(), "the ARR of the new contract");
            only("lost_reason", input.lostReason(), Outcome.LOST);
            only("lost_on", input.lostOn(), Outcome.LOST);
        } else {
            needed("lost_reason", input.lostReason(), "one of " + ChurnReason.names());
            only("outcome_arr_amount", input.outcomeArrAmount(), Outcome.RENEWED);
            only("term_months", input.termMonths(), Outcome.RENEWED);
            only("included_users", input.includedUsers(), Outcome.RENEWED);
            only("auto_renew_new", input.autoRenewNew(), Outcome.RENEWED);
        }
    }

    private void needed(String field, @Nullable Object value, String expected) {
        if (value == null && !unread.contains(field)) {
            String outcome = WireName.of(input.outcome() == null ? Outcome.LOST : input.outcome());
            faults.add(
                    new Fault(
                            field,
                            "outcome %s needs %s; send %s".formatted(outcome, field, expected),
                            expected));
        }
    }

    private void only(String field, @Nullable Object value, Outcome outcome) {
        if (value != null) {
            faults.add(
                    new Fault(
                            field,
                            "%s is said of outcome %s".formatted(field, WireName.of(outcome)),
                            "absent, or outcome " + WireName.of(outcome)));
        }
    }
}
