package io.os199.cs.retention.campaign;

import io.os199.cs.communication.mail.Mail;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What happens to the steps of campaigns by itself, every quarter of an hour: mail that is due and waits nowhere yet is queued, a step whose
 * mail went out is done, a campaign without an open step is completed, and the first day on which a step is overdue is noted.
 */
public final class CampaignSteps {
    public static final String NAME = "campaign-steps";

    private static final Actor SYSTEM = new Actor("system", null);

    private final Database database;
    private final CampaignMail mail;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Clock clock;

    public CampaignSteps(
            Database database,
            Mail mail,
            Timeline timeline,
            AuditLog auditLog,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.mail = new CampaignMail(mail);
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.answers = answers;
        this.clock = clock;
    }

    /** What a round did. */
    public record Round(int queuedCount, int sentCount, int completedCount, int overdueCount) {
        boolean isEmpty() {
            return queuedCount + sentCount + completedCount + overdueCount == 0;
        }
    }

    /** Does what is due now; a second round at the same time finds nothing left. */
    public Round run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.write(tx -> run(tx, now));
    }

    private Round run(Transaction tx, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        CampaignStepsDao dao = tx.dao(CampaignStepsDao.class);
        if (!dao.lock()) {
            return new Round(0, 0, 0, 0);
        }
        List<TimelineEvent> events = new ArrayList<>();
        int queued = mail.queueDue(tx, dao.unqueued(now), today, now);
        List<CampaignStepsDao.Step> sent = dao.completeSent(now);
        List<CampaignStepsDao.Finished> finished = dao.finished();
        for (CampaignStepsDao.Finished each : finished) {
            Campaign campaign =
                    tx.dao(CampaignDao.class)
                            .find(each.campaignId(), today)
                            .orElseThrow()
                            .campaign();
            Outcome outcome = Campaigns.outcome(tx, campaign, now);
            dao.complete(each.clientId(), each.campaignId(), outcome, today, now);
            events.add(
                    event(
                            each.clientId(),
                            each.campaignId(),
                            each.kind(),
                            timeline.idOf("campaign_completed", each.campaignId()),
                            "Campaign completed",
                            Map.of("campaign_id", each.campaignId(), "outcome", outcome),
                            Campaigns.impact(outcome),
                            now));
        }
        List<CampaignStepsDao.Step> overdue = dao.noteOverdue(today, now);
        for (CampaignStepsDao.Step each : overdue) {
            events.add(
                    event(
                            each.clientId(),
                            each.campaignId(),
                            each.kind(),
                            timeline.idOf(
                                    "campaign_step_overdue",
                                    each.campaignId(),
                                    "" + each.stepNo(),
                                    each.dueDate().toString()),
                            "Campaign step %d is overdue".formatted(each.stepNo()),
                            Map.of("campaign_id", each.campaignId(), "step_no", each.stepNo()),
                            Impact.NEGATIVE,
                            now));
        }
        Round round = new Round(queued, sent.size(), finished.size(), overdue.size());
        if (!round.isEmpty()) {
            timeline.record(tx, events);
            List<String> clientIds = new ArrayList<>();
            sent.forEach(each -> clientIds.add(each.clientId()));
            events.forEach(each -> clientIds.add(each.clientId()));
            answers.changedAll(tx, clientIds.stream().distinct().sorted().toList());
            auditLog.record(
                    tx,
                    AuditEntry.done(
                            SYSTEM,
                            Campaigns.TOOL,
                            "%d mails queued, %d sent, %d campaigns completed, %d steps overdue"
                                    .formatted(
                                            round.queuedCount(),
                                            round.sentCount(),
                                            round.completedCount(),
                                            round.overdueCount()),
                            List.of()));
        }
        return round;
    }

    private static TimelineEvent event(
            String clientId,
            String campaignId,
            CampaignKind kind,
            String eventId,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Instant now) {
        return new TimelineEvent(
                clientId,
                now,
                eventId,
                Campaigns.event(kind),
                title,
                detail,
                impact,
                false,
                SYSTEM.principal(),
                Campaigns.TOOL,
                campaignId);
    }
}
