package io.os199.cs.api.tools.retention;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tool.WrongValue;
import io.os199.cs.api.tools.retention.AutomateRetentionCampaigns.Action;
import io.os199.cs.api.tools.retention.AutomateRetentionCampaigns.Input;
import io.os199.cs.core.ScoreFaults;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.automation.RetentionAutomationSettings;
import io.os199.cs.retention.automation.RetentionTrigger;
import io.os199.cs.retention.campaign.CampaignType;
import io.os199.cs.retention.campaign.InterventionLevel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The rule that a call describes: what it sends, otherwise what is stored, otherwise the defaults. */
final class AskedAutomation {
    private static final int USUAL_WITHIN_DAYS = 90;
    private static final int USUAL_COOLDOWN_DAYS = 30;
    private static final int USUAL_RUNS_PER_DAY = 25;
    private static final BigDecimal MOST_HELD_OUT = new BigDecimal("0.5");
    private static final Set<Action> STORED =
            Set.of(Action.GET, Action.UPDATE, Action.ACTIVATE, Action.PAUSE, Action.ARCHIVE);

    private AskedAutomation() {}

    /** Returns all faults at once; {@code unread} are arguments that could not be read. */
    static List<Fault> faults(Input input, Set<String> unread) {
        List<Fault> faults = new ArrayList<>();
        String template = input.campaignTemplate();
        if (template != null && template(template) == null) {
            faults.add(
                    WrongValue.fault(
                            "campaign_template",
                            template,
                            Arrays.stream(CampaignType.values())
                                    .filter(each -> each != CampaignType.WINBACK)
                                    .map(WireName::of)
                                    .collect(Collectors.joining(", ", "one of ", ""))));
        }
        bound(faults, "renewal_within_days", input.renewalWithinDays(), 365);
        bound(faults, "escalate_after_days", input.escalateAfterDays(), 30);
        bound(faults, "cooldown_days", input.cooldownDays(), 365);
        bound(faults, "max_runs_per_day", input.maxRunsPerDay(), 500);
        BigDecimal holdout = input.holdoutRate();
        if (holdout != null && holdout.compareTo(MOST_HELD_OUT) > 0) {
            faults.add(
                    new Fault(
                            "holdout_rate",
                            "holdout_rate %s is above 0.5; send 0 to 0.5"
                                    .formatted(holdout.toPlainString()),
                            "0 to 0.5"));
        }
        String name = input.name();
        if (name != null && UntrustedText.name(name).isEmpty()) {
            faults.add(InvisibleText.fault("name"));
        }
        if (input.action() == Action.UPDATE && !input.changesSettings() && unread.isEmpty()) {
            faults.add(NothingToChange.fault("name", "update", "at least one setting to change"));
        }
        if (input.action() == Action.PREVIEW
                && input.automationId() != null
                && input.changesSettings()) {
            faults.add(
                    new Fault(
                            "automation_id",
                            "preview takes a stored automation or settings, not both; leave out"
                                    + " one",
                            "automation_id alone, or settings without it"));
        }
        boolean fromUsual =
                !unread.contains("action")
                        && !STORED.contains(input.action())
                        && input.automationId() == null;
        if (fromUsual && input.action() != Action.LIST && faults.isEmpty()) {
            faults.addAll(faults(settings(input, null)));
        }
        return faults;
    }

    private static void bound(
            List<Fault> faults, String field, @Nullable Integer value, int highest) {
        if (value != null && value > highest) {
            faults.add(
                    new Fault(
                            field,
                            "%s %d is above %d; send at most %d"
                                    .formatted(field, value, highest, highest),
                            "at most " + highest));
        }
    }

    /** Returns the faults of settings that do not fit together. */
    static List<Fault> faults(RetentionAutomationSettings settings) {
        List<Fault> faults = new ArrayList<>();
        RetentionAutomationSettings.Trigger trigger = settings.trigger();
        RetentionAutomationSettings.Actions actions = settings.actions();
        RetentionTrigger type = trigger.type();
        if (!type.takes(trigger.threshold())) {
            faults.add(
                    new Fault(
                            "threshold",
                            type.usualThreshold() == null
                                    ? WireName.of(type) + " has no threshold; leave it out"
                                    : "threshold %s is not for trigger_type %s; send %s"
                                            .formatted(
                                                    Objects.requireNonNull(trigger.threshold())
                                                            .toPlainString(),
                                                    WireName.of(type),
                                                    type.expectedThreshold()),
                            type.expectedThreshold()));
        }
        if (type == RetentionTrigger.HEALTH_SCORE) {
            faults.addAll(ScoreFaults.of("threshold", trigger.threshold()));
        }
        if (trigger.renewalWithinDays() != null && type != RetentionTrigger.RENEWAL_RISK) {
            faults.add(
                    new Fault(
                            "renewal_within_days",
                            "renewal_within_days is used by trigger_type renewal_risk alone; leave"
                                    + " it out",
                            "absent"));
        }
        if (!actions.startCampaign() && !actions.alertCsm() && actions.escalateAfterDays() == 0) {
            faults.add(
                    new Fault(
                            "start_campaign",
                            "the automation does nothing; send start_campaign or alert_csm true, or"
                                    + " escalate_after_days",
                            "start_campaign, alert_csm or escalate_after_days"));
        }
        if (actions.sendEmails() && !actions.startCampaign()) {
            faults.add(
                    new Fault(
                            "send_emails",
                            "send_emails sends the mails of campaigns, and start_campaign is false;"
                                    + " send the one false or the other true",
                            "false, or start_campaign: true"));
        }
        return faults;
    }

    private static @Nullable CampaignType template(String word) {
        return WireName.find(CampaignType.class, word)
                .map(CampaignType.class::cast)
                .filter(each -> each != CampaignType.WINBACK)
                .orElse(null);
    }

    /**
     * The settings sent, otherwise those stored, otherwise the defaults.
     *
     * @param stored of the automation to be changed
     */
    static RetentionAutomationSettings settings(
            Input input, @Nullable RetentionAutomationSettings stored) {
        RetentionAutomationSettings.Trigger was = stored == null ? null : stored.trigger();
        RetentionTrigger type =
                or(input.triggerType(), was == null ? RetentionTrigger.HEALTH_SCORE : was.type());
        RetentionAutomationSettings.Trigger same = was == null || was.type() != type ? null : was;
        BigDecimal threshold = input.threshold();
        if (threshold == null) {
            threshold = same == null ? type.usualThreshold() : same.threshold();
        }
        Integer within = input.renewalWithinDays();
        if (within == null && type == RetentionTrigger.RENEWAL_RISK) {
            within = same == null ? Integer.valueOf(USUAL_WITHIN_DAYS) : same.renewalWithinDays();
        }
        RetentionAutomationSettings.Actions did = stored == null ? null : stored.actions();
        String word = input.campaignTemplate();
        CampaignType template = word == null ? null : template(word);
        RetentionAutomationSettings.Actions actions =
                new RetentionAutomationSettings.Actions(
                        or(
                                template,
                                did == null
                                        ? CampaignType.PROACTIVE_OUTREACH
                                        : did.campaignTemplate()),
                        or(
                                input.interventionLevel(),
                                did == null ? InterventionLevel.STANDARD : did.interventionLevel()),
                        or(input.startCampaign(), did == null || did.startCampaign()),
                        or(input.alertCsm(), did == null || did.alertCsm()),
                        or(input.escalateAfterDays(), did == null ? 0 : did.escalateAfterDays()),
                        or(input.sendEmails(), did != null && did.sendEmails()));
        RetentionAutomationSettings.Target of = stored == null ? null : stored.target();
        String csm = input.csm();
        RetentionAutomationSettings.Target target =
                new RetentionAutomationSettings.Target(
                        input.tier() != null ? input.tier() : of == null ? null : of.tier(),
                        csm != null ? csm : of == null ? null : of.csm(),
                        input.segmentId() != null
                                ? input.segmentId()
                                : of == null ? null : of.segmentId(),
                        input.minArrAmount() != null
                                ? input.minArrAmount()
                                : of == null ? null : of.minArrAmount());
        String name = input.name();
        BigDecimal holdout = input.holdoutRate();
        return new RetentionAutomationSettings(
                name != null
                        ? UntrustedText.name(name)
                        : stored == null
                                ? "%s: %s"
                                        .formatted(
                                                WireName.of(type),
                                                WireName.of(actions.campaignTemplate()))
                                : stored.name(),
                new RetentionAutomationSettings.Trigger(type, threshold, within),
                target,
                actions,
                or(
                        input.cooldownDays(),
                        stored == null ? USUAL_COOLDOWN_DAYS : stored.cooldownDays()),
                or(
                        input.maxRunsPerDay(),
                        stored == null ? USUAL_RUNS_PER_DAY : stored.maxRunsPerDay()),
                holdout != null
                        ? holdout.doubleValue()
                        : stored == null ? 0 : stored.holdoutRate());
    }

    private static <T> T or(@Nullable T sent, T otherwise) {
        return sent == null ? otherwise : sent;
    }
}
