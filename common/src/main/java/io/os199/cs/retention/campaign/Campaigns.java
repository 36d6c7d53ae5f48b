package io.os199.cs.retention.campaign;

import io.os199.cs.communication.UnsentMail;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.Direction;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.core.model.Touchpoint;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.campaign.RetentionCampaignDao.LockedClient;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Starts campaigns, follows their steps and reports their outcomes. Every write is in the caller's transaction. */
public final class Campaigns {
    public static final String TOOL = "execute_retention_campaign";

    /** How long campaigns are compared after their end, in days. */
    public static final int COMPARED_DAYS = 365;

    private static final int USUAL_TARGET_POINTS = 20;
    private static final BigDecimal BEST = BigDecimal.valueOf(100);

    private final CampaignMail mail;
    private final UnsentMail unsent;
    private final Touchpoints touchpoints;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final ClientAnswers answers;

    public Campaigns(
            Mail mail,
            UnsentMail unsent,
            Touchpoints touchpoints,
            Timeline timeline,
            AuditLog auditLog,
            ClientAnswers answers) {
        this.mail = new CampaignMail(mail);
        this.unsent = unsent;
        this.touchpoints = touchpoints;
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.answers = answers;
    }

    /** Returns the gaps that say that none of its mail is sent, where that is so. */
    public List<DataGap> undelivered(String field) {
        return mail.undelivered(field);
    }

    /** The mail of a step of a campaign. */
    public record StepMail(int stepNo, Instant sendAt, Letter letter) {}

    /**
     * A campaign that was started.
     *
     * @param mails the mails that wait for their day
     */
    public record Started(CampaignReport report, List<StepMail> mails) {
        public Started {
            mails = List.copyOf(mails);
        }
    }

    /** The detail of a refusal that is about another campaign, or about another state of this one. */
    public record Standing(
            String campaignId,
            @Nullable RetentionCampaignStatus status,
            @Nullable Integer version) {}

    /** Starts a campaign; where two of the same kind are started at once, the second is refused. */
    public Answer<Started> start(Transaction tx, CampaignOrder order, Doing doing) {
        RetentionCampaignDao dao = tx.dao(RetentionCampaignDao.class);
        String clientId = order.client().clientId();
        LockedClient client = dao.lockClient(clientId);
        Playbook playbook = playbook(dao, order.type());
        boolean isChurned = client.status() == ClientStatus.CHURNED;
        if (isChurned != (playbook.kind() == CampaignKind.WINBACK)) {
            return Answer.refused(notFor(order, isChurned));
        }
        String standing = dao.active(clientId, playbook.kind()).orElse(null);
        if (standing != null) {
            return Answer.refused(underWay(order, playbook, standing));
        }
        LocalDate today = day(doing.now());
        List<Playbook.Planned> plan =
                playbook.plan(order.level(), order.startsOn(), order.extraSteps());
        return letters(tx, order, plan, today)
                .map(letters -> start(tx, order, client, playbook, plan, letters, doing));
    }

    private Started start(
            Transaction tx,
            CampaignOrder order,
            LockedClient client,
            Playbook playbook,
            List<Playbook.Planned> plan,
            Letters letters,
            Doing doing) {
        Instant now = doing.now();
        RetentionCampaignDao dao = tx.dao(RetentionCampaignDao.class);
        String clientId = order.client().clientId();
        String campaignId = TypeId.next("campaign");
        Measurement baseline = Measurements.of(tx, clientId, day(now));
        if (client.status() == ClientStatus.CHURNED) {
            baseline = baseline.withoutProbability();
        }
        String owner = order.owner() == null ? client.csm() : order.owner();
        LocalDate endsOn =
                plan.stream()
                        .map(Playbook.Planned::dueDate)
                        .max(LocalDate::compareTo)
                        .orElse(order.startsOn());
        dao.insert(
                campaignId,
                order,
                playbook,
                owner,
                order.goal() == null ? playbook.goal() : order.goal(),
                Json.write(baseline),
                target(order, baseline),
                endsOn,
                now);
        List<RetentionCampaignDao.StepRow> steps = new ArrayList<>();
        List<StepMail> mails = new ArrayList<>();
        for (Playbook.Planned step : plan) {
            Letter letter = letters.byStep().get(step.stepNo());
            String messageId = null;
            if (letter != null) {
                messageId =
                        mail.queue(
                                tx,
                                campaignId,
                                step.stepNo(),
                                order.type(),
                                order.automationId(),
                                letter,
                                step.dueDate(),
                                now);
                mails.add(new StepMail(step.stepNo(), CampaignMail.at(step.dueDate()), letter));
            }
            steps.add(
                    new RetentionCampaignDao.StepRow(
                            step.stepNo(),
                            step.title(),
                            step.channel(),
                            step.dueDate(),
                            messageId));
        }
        dao.insertSteps(clientId, campaignId, owner, Json.write(steps), now);
        CampaignReport report = report(tx, campaignId, now);
        written(
                tx,
                report.campaign(),
                "Campaign started: " + playbook.name(),
                Map.of("campaign_type", order.type(), "step_count", plan.size()),
                Impact.NEUTRAL,
                "start " + WireName.of(order.type()),
                doing);
        return new Started(report, mails);
    }

    /** The letters by the number of their step. */
    private record Letters(Map<Integer, Letter> byStep) {}

    /**
     * Writes the mails of a plan. A person gets a refusal that says why one cannot be written; for an automation that
     * step is left to a person.
     */
    private Answer<Letters> letters(
            Transaction tx, CampaignOrder order, List<Playbook.Planned> plan, LocalDate today) {
        Map<Integer, Letter> letters = new TreeMap<>();
        List<Playbook.Planned> written =
                plan.stream().filter(each -> each.texts() != null).toList();
        if (!order.sendEmails()) {
            return Answer.of(new Letters(letters));
        }
        boolean isAsked = order.automationId() == null;
        Recipient recipient = CampaignMail.recipient(tx, order.client().clientId());
        if (!recipient.isReachable()) {
            return isAsked
                    ? Answer.refused(unreachable(CampaignMail.why(recipient.exclusion())))
                    : Answer.of(new Letters(letters));
        }
        if (written.isEmpty() && isAsked) {
            return Answer.refused(
                    Refusal.invalid(
                            "send_emails",
                            "send_emails is true, and %s has no email step at intervention_level %s"
                                    .formatted(
                                            WireName.of(order.type()), WireName.of(order.level())),
                            "false, or a higher intervention_level"));
        }
        for (Playbook.Planned step : written) {
            MailTexts texts = Objects.requireNonNull(step.texts());
            if (!texts.faults().isEmpty()) {
                throw new IllegalStateException(
                        "the playbook %s has a text that cannot be sent: %s"
                                .formatted(WireName.of(order.type()), texts.faults()));
            }
            Letter letter = mail.letter(tx, recipient, texts, step.dueDate(), today);
            if (letter.missing().isEmpty()) {
                letters.put(step.stepNo(), letter);
            } else if (isAsked) {
                return Answer.refused(
                        unreachable(
                                "missing_token: step %d, %s, says %s, of which nothing is known"
                                        .formatted(
                                                step.stepNo(),
                                                step.title(),
                                                letter.missing().stream()
                                                        .map(MailToken::word)
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")))));
            }
        }
        return Answer.of(new Letters(letters));
    }

    /** Returns the mail of a step as it would be written to a client now; empty where it cannot be written. */
    public Optional<Letter> letter(
            Transaction tx, String clientId, Playbook.Planned step, LocalDate today) {
        Recipient recipient = CampaignMail.recipient(tx, clientId);
        if (!recipient.isReachable()) {
            return Optional.empty();
        }
        return Optional.of(
                        mail.letter(
                                tx,
                                recipient,
                                Objects.requireNonNull(step.texts()),
                                step.dueDate(),
                                today))
                .filter(letter -> letter.missing().isEmpty());
    }

    /** Returns when the mail of a step is sent. */
    public static Instant sendAt(Playbook.Planned step) {
        return CampaignMail.at(step.dueDate());
    }

    private static Refusal unreachable(String why) {
        return Refusal.failedPrecondition("no mail can be written to the client. " + why)
                .field("send_emails")
                .hint("Start it with send_emails: false; its email steps are tasks then");
    }

    private static Refusal notFor(CampaignOrder order, boolean isChurned) {
        return isChurned
                ? Refusal.failedPrecondition(
                                "%s has churned, so %s is not for it"
                                        .formatted(
                                                order.client().clientName(),
                                                WireName.of(order.type())))
                        .field("campaign_type")
                        .expected("winback")
                : Refusal.failedPrecondition(
                                "%s has not churned, so there is nothing to win back"
                                        .formatted(order.client().clientName()))
                        .field("campaign_type")
                        .expected("another than winback");
    }

    private static Refusal underWay(CampaignOrder order, Playbook playbook, String campaignId) {
        return Refusal.conflict(
                        "%s has an active campaign of kind %s already: %s"
                                .formatted(
                                        order.client().clientName(),
                                        WireName.of(playbook.kind()),
                                        campaignId))
                .field("campaign_type")
                .hint("Go on with it (get, update_step), or close it first")
                .detail(new Standing(campaignId, RetentionCampaignStatus.ACTIVE, null));
    }

    private static @Nullable BigDecimal target(CampaignOrder order, Measurement baseline) {
        if (order.targetHealthScore() != null) {
            return BigDecimal.valueOf(order.targetHealthScore());
        }
        BigDecimal health = baseline.healthScore();
        return health == null
                ? null
                : health.add(BigDecimal.valueOf(USUAL_TARGET_POINTS))
                        .min(BEST)
                        .setScale(2, RoundingMode.HALF_UP);
    }

    /** Returns the playbook that is used now. */
    static Playbook playbook(RetentionCampaignDao dao, CampaignType type) {
        RetentionCampaignDao.PlaybookRow row =
                dao.playbook(type)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no active playbook " + WireName.of(type)));
        return new Playbook(
                row.playbookKey(),
                row.playbookVersion(),
                row.name(),
                row.kind(),
                row.goal(),
                List.of(Json.read(row.steps(), Playbook.Step[].class)));
    }

    /** Returns the playbook with which campaigns of a type begin now. */
    public static Playbook playbook(Transaction tx, CampaignType type) {
        return playbook(tx.dao(RetentionCampaignDao.class), type);
    }

    /** Returns a campaign with its steps and the present state of its client. */
    public Answer<CampaignReport> get(Transaction tx, String campaignId, Instant now) {
        return tx.dao(RetentionCampaignDao.class).clientOf(campaignId).isEmpty()
                ? Answer.refused(unknown(tx))
                : Answer.of(report(tx, campaignId, now));
    }

    private static Refusal unknown(Transaction tx) {
        return Refusal.notFound("campaign_id", "no campaign has the id that campaign_id says")
                .expected("the id of a campaign, as list shows it")
                .suggestions(
                        tx.dao(RetentionCampaignDao.class).known().stream()
                                .map(each -> new Suggestion(each.campaignId(), each.clientName()))
                                .toList());
    }

    private static CampaignReport report(Transaction tx, String campaignId, Instant now) {
        RetentionCampaignDao dao = tx.dao(RetentionCampaignDao.class);
        RetentionCampaignDao.Row row = dao.find(campaignId, day(now)).orElseThrow();
        RetentionCampaign campaign = row.campaign();
        Measurement measured = Measurements.of(tx, campaign.clientId(), day(now));
        boolean isPredicted = row.baseline().churnProbability() != null;
        return new CampaignReport(
                campaign,
                dao.steps(campaign.clientId(), campaignId),
                row.baseline(),
                isPredicted || campaign.kind() != CampaignKind.WINBACK
                        ? measured
                        : measured.withoutProbability());
    }

    /** Sets a step to done, skipped or back to pending, moves its day, or writes its result. */
    public Answer<CampaignReport> change(Transaction tx, StepChange change, Doing doing) {
        return held(tx, change.campaignId(), change.version(), doing.now())
                .then(campaign -> change(tx, campaign, change, doing));
    }

    private Answer<CampaignReport> change(
            Transaction tx, RetentionCampaign campaign, StepChange change, Doing doing) {
        Instant now = doing.now();
        RetentionCampaignDao dao = tx.dao(RetentionCampaignDao.class);
        List<CampaignStep> steps = dao.steps(campaign.clientId(), campaign.campaignId());
        CampaignStep step =
                steps.stream()
                        .filter(each -> each.stepNo() == change.stepNo())
                        .findFirst()
                        .orElse(null);
        if (step == null) {
            return Answer.refused(
                    Refusal.notFound(
                                    "step_no",
                                    "the campaign has no step %d".formatted(change.stepNo()))
                            .expected("1 to " + steps.size()));
        }
        if (change.dueDate() != null && change.dueDate().isBefore(campaign.startedOn())) {
            return Answer.refused(
                    Refusal.invalid(
                            "step_due_date",
                            "step_due_date %s is before the campaign's start, %s"
                                    .formatted(change.dueDate(), campaign.startedOn()),
                            campaign.startedOn() + " or later"));
        }
        StepStatus status = change.status() == null ? step.status() : change.status();
        if (status != step.status()
                && status != StepStatus.PENDING
                && step.status() != StepStatus.PENDING) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "step %d is %s; it can go back to pending only"
                                            .formatted(step.stepNo(), WireName.of(step.status())))
                            .field("step_status")
                            .expected("pending"));
        }
        if (status == StepStatus.PENDING && step.status() != StepStatus.PENDING && step.hasLeft()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "the mail of step %d has gone out; it cannot be pending again"
                                            .formatted(step.stepNo()))
                            .field("step_status")
                            .expected("done: leave step_status out"));
        }
        CampaignStep changed = changed(tx, campaign, step, change, status, now);
        dao.updateStep(campaign.clientId(), campaign.campaignId(), changed, now);
        dao.touch(campaign.clientId(), campaign.campaignId(), now);
        logTouch(tx, campaign, step, changed, doing);
        if (dao.steps(campaign.clientId(), campaign.campaignId()).stream()
                .noneMatch(each -> each.status() == StepStatus.PENDING)) {
            end(tx, campaign, RetentionCampaignStatus.COMPLETED, null, false, now);
        }
        CampaignReport report = report(tx, campaign.campaignId(), now);
        String what = status == step.status() ? "changed" : WireName.of(status);
        written(
                tx,
                report.campaign(),
                report.campaign().status() == RetentionCampaignStatus.COMPLETED
                        ? "Campaign completed"
                        : "Campaign step %d: %s".formatted(step.stepNo(), what),
                report.campaign().outcome() == null
                        ? Map.of("step_no", step.stepNo())
                        : Map.of("step_no", step.stepNo(), "outcome", report.campaign().outcome()),
                impact(report.campaign().outcome()),
                "step " + what,
                doing);
        return Answer.of(report);
    }

    /**
     * Returns the step as changed. Its mail follows it: kept back when a person did or skipped the step, restored
     * with it, moved with its day.
     */
    private CampaignStep changed(
            Transaction tx,
            RetentionCampaign campaign,
            CampaignStep step,
            StepChange change,
            StepStatus status,
            Instant now) {
        LocalDate due = change.dueDate() == null ? step.dueDate() : change.dueDate();
        String messageId = step.messageId();
        if (messageId != null) {
            if (status != StepStatus.PENDING) {
                unsent.cancel(tx, campaign.clientId(), List.of(messageId), now);
            } else if (step.status() != StepStatus.PENDING) {
                messageId = mail.again(tx, campaign, step, due, now).orElse(messageId);
            } else if (!due.equals(step.dueDate())) {
                mail.postpone(tx, campaign.clientId(), messageId, due, now);
            }
        }
        Instant doneAt = step.doneAt() == null ? now : step.doneAt();
        return new CampaignStep(
                step.stepNo(),
                step.title(),
                step.channel(),
                step.owner(),
                due,
                status,
                status == StepStatus.DONE ? doneAt : null,
                change.resultText() == null ? step.resultText() : change.resultText(),
                messageId,
                step.emailStatus());
    }

    /** Records a step done with the client as a contact with it, unless the product's own mail did it. */
    private void logTouch(
            Transaction tx,
            RetentionCampaign campaign,
            CampaignStep before,
            CampaignStep after,
            Doing doing) {
        boolean isDone = after.status() == StepStatus.DONE;
        boolean wasDone = before.status() == StepStatus.DONE;
        String source = campaign.campaignId() + " " + before.stepNo();
        if (wasDone && !isDone) {
            touchpoints.withdraw(tx, campaign.clientId(), source);
        }
        if (!isDone || wasDone || before.hasLeft()) {
            return;
        }
        before.channel()
                .touch()
                .ifPresent(
                        kind ->
                                touchpoints.record(
                                        tx,
                                        new Touchpoint(
                                                campaign.clientId(),
                                                kind,
                                                Direction.OUTBOUND,
                                                doing.now(),
                                                null,
                                                null,
                                                after.resultText(),
                                                doing.actor().principal(),
                                                false,
                                                source),
                                        doing.source(),
                                        doing.actor()));
    }

    /** Ends a campaign together with its open steps. */
    public Answer<CampaignReport> close(
            Transaction tx,
            String campaignId,
            int version,
            @Nullable String resultText,
            Doing doing) {
        Instant now = doing.now();
        return held(tx, campaignId, version, now)
                .map(
                        campaign -> {
                            end(
                                    tx,
                                    campaign,
                                    RetentionCampaignStatus.COMPLETED,
                                    resultText,
                                    true,
                                    now);
                            CampaignReport report = report(tx, campaignId, now);
                            CampaignOutcome outcome =
                                    Objects.requireNonNull(report.campaign().outcome());
                            written(
                                    tx,
                                    report.campaign(),
                                    "Campaign completed",
                                    Map.of("outcome", outcome),
                                    impact(outcome),
                                    "close",
                                    doing);
                            return report;
                        });
    }

    /**
     * A campaign that was called off.
     *
     * @param stepCount the steps that were open
     * @param mailCount the mails that waited
     */
    public record Cancelled(CampaignReport report, int stepCount, int mailCount) {}

    /** Calls a campaign off; it has no outcome. */
    public Answer<Cancelled> cancel(Transaction tx, String campaignId, int version, Doing doing) {
        Instant now = doing.now();
        return held(tx, campaignId, version, now)
                .map(
                        campaign -> {
                            Ended ended =
                                    end(
                                            tx,
                                            campaign,
                                            RetentionCampaignStatus.CANCELLED,
                                            null,
                                            true,
                                            now);
                            CampaignReport report = report(tx, campaignId, now);
                            written(
                                    tx,
                                    report.campaign(),
                                    "Campaign cancelled",
                                    Map.of("cancelled_step_count", ended.stepCount()),
                                    Impact.NEUTRAL,
                                    "cancel",
                                    doing);
                            return new Cancelled(report, ended.stepCount(), ended.mailCount());
                        });
    }

    private record Ended(int stepCount, int mailCount) {}

    private Ended end(
            Transaction tx,
            RetentionCampaign campaign,
            RetentionCampaignStatus status,
            @Nullable String resultText,
            boolean byHand,
            Instant now) {
        RetentionCampaignDao dao = tx.dao(RetentionCampaignDao.class);
        List<String> mails =
                dao.end(
                        campaign.clientId(),
                        campaign.campaignId(),
                        status,
                        status == RetentionCampaignStatus.COMPLETED
                                ? outcome(tx, campaign, now)
                                : null,
                        resultText,
                        day(now),
                        byHand ? 1 : 0,
                        now);
        List<String> messages = mails.stream().filter(each -> !each.isEmpty()).toList();
        return new Ended(mails.size(), unsent.cancel(tx, campaign.clientId(), messages, now));
    }

    static CampaignOutcome outcome(Transaction tx, RetentionCampaign campaign, Instant now) {
        RetentionCampaignDao dao = tx.dao(RetentionCampaignDao.class);
        return CampaignOutcome.of(
                dao.baseline(campaign.campaignId()),
                Measurements.of(tx, campaign.clientId(), day(now)),
                dao.hasChurned(campaign.clientId(), campaign.startedOn(), campaign.kind()));
    }

    /** Returns the campaign after locking its client's row and its own until the transaction ends. */
    private static Answer<RetentionCampaign> held(
            Transaction tx, String campaignId, int version, Instant now) {
        RetentionCampaignDao dao = tx.dao(RetentionCampaignDao.class);
        String clientId = dao.clientOf(campaignId).orElse(null);
        if (clientId == null) {
            return Answer.refused(unknown(tx));
        }
        dao.lockClient(clientId);
        dao.lock(clientId, campaignId);
        RetentionCampaign campaign = dao.find(campaignId, day(now)).orElseThrow().campaign();
        Standing standing = new Standing(campaignId, campaign.status(), campaign.version());
        if (campaign.version() != version) {
            return Answer.refused(
                    Refusal.stale(
                                    "the campaign",
                                    version,
                                    campaign.version(),
                                    WireName.of(campaign.status()))
                            .detail(standing));
        }
        if (campaign.status() != RetentionCampaignStatus.ACTIVE) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "the campaign is %s since %s; nothing of it changes any more"
                                            .formatted(
                                                    WireName.of(campaign.status()),
                                                    campaign.closedOn()))
                            .field("campaign_id")
                            .expected("an active campaign; start a new one")
                            .detail(standing));
        }
        return Answer.of(campaign);
    }

    /** Returns a page of campaigns from a position on, and one more where the list goes on. */
    public List<ListedCampaign> page(
            Transaction tx,
            CampaignFilter filter,
            @Nullable String position,
            @Nullable String afterId,
            LocalDate today,
            int limit) {
        String[] after = position == null ? null : position.split(" ", 2);
        return tx
                .dao(RetentionCampaignDao.class)
                .page(
                        filter,
                        today,
                        after == null ? null : Integer.valueOf(after[0]),
                        after == null ? null : after[1],
                        afterId,
                        limit)
                .stream()
                .map(RetentionCampaignDao.ListedRow::toListed)
                .toList();
    }

    public long count(Transaction tx, CampaignFilter filter, LocalDate today) {
        return tx.dao(RetentionCampaignDao.class).count(filter, today);
    }

    /** Returns the outcomes of the campaigns of the last 365 days. */
    public List<Effectiveness> effectiveness(Transaction tx, LocalDate today) {
        return tx.dao(RetentionCampaignDao.class).effectiveness(today, HealthModels.STANDARD);
    }

    private void written(
            Transaction tx,
            RetentionCampaign campaign,
            String title,
            Map<String, Object> facts,
            Impact impact,
            String action,
            Doing doing) {
        Map<String, Object> detail = new TreeMap<>(facts);
        detail.put("campaign_id", campaign.campaignId());
        timeline.record(
                tx,
                new TimelineEvent(
                        campaign.clientId(),
                        doing.now(),
                        timeline.newId(),
                        event(campaign.kind()),
                        title,
                        detail,
                        impact,
                        false,
                        doing.actor().principal(),
                        doing.source(),
                        campaign.campaignId()));
        answers.changed(tx, campaign.clientId());
        auditLog.record(
                tx,
                AuditEntry.done(
                        doing, action, List.of(campaign.clientId(), campaign.campaignId())));
    }

    static EventType event(CampaignKind kind) {
        return kind == CampaignKind.RENEWAL ? EventType.RENEWAL : EventType.RISK;
    }

    static Impact impact(@Nullable CampaignOutcome outcome) {
        if (outcome == null) {
            return Impact.NEUTRAL;
        }
        return switch (outcome) {
            case IMPROVED -> Impact.POSITIVE;
            case UNCHANGED -> Impact.NEUTRAL;
            case WORSENED, CHURNED -> Impact.NEGATIVE;
        };
    }

    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
