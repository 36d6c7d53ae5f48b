package io.os199.cs.retention.satisfaction;

import io.os199.cs.communication.mail.Audience;
import io.os199.cs.communication.mail.EmailCampaign;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.Outbox;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.mail.Recipients;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.CanonicalJson;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.satisfaction.SurveySendDao.Survey;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks people of clients the question of a survey by mail, each person only once in a while. */
public final class SurveySending {
    private static final String SUBJECT = "A question about working with us";

    private final Mail mail;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public SurveySending(Mail mail, Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.mail = mail;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** The reason why a person is not asked. */
    public enum Reason {
        QUIET,
        SUPPRESSED,
        LEFT_COMPANY,
        NO_ADDRESS,
        DUPLICATE_ADDRESS,
        OVER_LIMIT
    }

    /** The number of people not asked for a reason. */
    public record Skipped(Reason reason, int count) {}

    /** The plan of a send: who is asked what, and who is not. */
    public record Plan(
            String surveyId,
            SurveyKind kind,
            String surveyName,
            MailTexts texts,
            List<Letter> letters,
            List<Skipped> skipped) {
        public Plan {
            letters = List.copyOf(letters);
            skipped = List.copyOf(skipped);
        }

        public int clientCount() {
            return (int)
                    letters.stream().map(each -> each.recipient().clientId()).distinct().count();
        }

        /** Returns a fingerprint that differs where anybody else would be asked, or anything else. */
        public String fingerprint() {
            List<String> written =
                    letters.stream()
                            .map(
                                    each ->
                                            each.recipient().clientId()
                                                    + ' '
                                                    + each.recipient().address())
                            .sorted()
                            .toList();
            return CanonicalJson.hash(Json.tree(new Written(surveyId, texts, written)), Set.of());
        }
    }

    private record Written(String surveyId, MailTexts texts, List<String> recipients) {}

    /** The detail of a refusal where nobody is left to ask. */
    public record NobodyLeft(List<Skipped> skipped) {}

    /** The result of a send. */
    public record Sent(
            String campaignId,
            String surveyId,
            int recipientCount,
            int clientCount,
            List<Skipped> skipped) {}

    /**
     * Returns the people whom the order would ask now, those of the largest clients first. Refused where there is
     * nothing to send, or nobody to ask.
     */
    public Answer<Plan> plan(Transaction tx, SurveyOrder order, Instant now) {
        SurveySendDao dao = tx.dao(SurveySendDao.class);
        return survey(dao, order)
                .then(
                        survey -> {
                            Plan plan = plan(tx, dao, survey, order, now);
                            return plan.letters().isEmpty()
                                    ? Answer.refused(nobody(plan.skipped()))
                                    : Answer.of(plan);
                        });
    }

    /** Returns the gaps that say that none of its mail is sent, where that is so. */
    public List<DataGap> undelivered(String field) {
        return mail.outbox().undelivered(field);
    }

    private static Answer<Survey> survey(SurveySendDao dao, SurveyOrder order) {
        SurveyKind kind = order.kind();
        Survey survey = dao.survey(order.surveyId(), kind).orElse(null);
        if (survey == null) {
            return Answer.refused(
                    order.surveyId() == null && kind != null
                            ? Refusal.failedPrecondition(
                                            "There is no active survey of kind "
                                                    + WireName.of(kind))
                                    .field("survey_type")
                                    .hint("Import one that is active, with its link_url")
                            : Refusal.notFound(
                                            "survey_id", "There is no survey with this survey_id")
                                    .expected("the id of an active survey, or leave it out"));
        }
        if (kind != null && kind != survey.kind()) {
            return Answer.refused(
                    Refusal.invalid(
                            "survey_type",
                            "Survey %s is of kind %s"
                                    .formatted(survey.surveyId(), WireName.of(survey.kind())),
                            WireName.of(survey.kind()) + ", or leave survey_id out"));
        }
        if (!survey.active()) {
            return Answer.refused(
                    Refusal.failedPrecondition("Survey " + survey.surveyId() + " is not active")
                            .field("survey_id")
                            .hint("Leave survey_id out to take the active one of the kind"));
        }
        String link = survey.linkUrl();
        if (link == null || !link.startsWith("https://")) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "Survey "
                                            + survey.surveyId()
                                            + " has no link under which it is answered")
                            .field("survey_id")
                            .hint(
                                    "Import the survey with its link_url, which begins with"
                                            + " https://"));
        }
        return texts(survey).faults().isEmpty()
                ? Answer.of(survey)
                : Answer.refused(
                        Refusal.failedPrecondition(
                                        "The question of survey "
                                                + survey.surveyId()
                                                + " holds a token that there is not")
                                .field("survey_id")
                                .hint("Import the survey with a question without double braces"));
    }

    private static MailTexts texts(Survey survey) {
        return new MailTexts(
                SUBJECT,
                """
                Hello {{first_name|there}},

                %s

                Please answer here, it takes a minute:
                %s

                Thank you,
                {{sender_name}}
                """
                        .formatted(survey.question(), survey.linkUrl()));
    }

    private Plan plan(
            Transaction tx, SurveySendDao dao, Survey survey, SurveyOrder order, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<String> clientIds = dao.clients(order.filter());
        Set<String> asked =
                new HashSet<>(
                        dao.askedFrom(
                                today.minusDays(order.quietDays() - 1L)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant(),
                                clientIds));
        Map<Reason, Integer> skipped = new EnumMap<>(Reason.class);
        SurveySendDao.Unasked unasked =
                dao.unasked(clientIds, order.roles().stream().map(WireName::of).toList());
        skipped.put(Reason.LEFT_COMPANY, unasked.leftCount());
        skipped.put(Reason.NO_ADDRESS, unasked.addresslessCount());
        List<Recipient> reached = new ArrayList<>();
        for (Recipient each : Recipients.of(tx, audience(order, clientIds))) {
            Exclusion exclusion = each.exclusion();
            Reason reason =
                    exclusion != null
                            ? REASONS.get(exclusion)
                            : asked.contains(each.address())
                                    ? Reason.QUIET
                                    : reached.size() >= order.maxRecipients()
                                            ? Reason.OVER_LIMIT
                                            : null;
            if (reason != null) {
                skipped.merge(reason, 1, Integer::sum);
            } else if (exclusion == null) {
                reached.add(each);
            }
        }
        MailTexts texts = texts(survey);
        return new Plan(
                survey.surveyId(),
                survey.kind(),
                survey.name(),
                texts,
                mail.letters().write(tx, texts, reached, today, today),
                skipped.entrySet().stream()
                        .filter(each -> each.getValue() > 0)
                        .map(each -> new Skipped(each.getKey(), each.getValue()))
                        .toList());
    }

    /** The reasons by exclusion; what concerns a client and not one of its people is counted from the people. */
    private static final Map<Exclusion, Reason> REASONS =
            Map.of(
                    Exclusion.INVALID_ADDRESS, Reason.NO_ADDRESS,
                    Exclusion.DUPLICATE_ADDRESS, Reason.DUPLICATE_ADDRESS,
                    Exclusion.SUPPRESSED, Reason.SUPPRESSED,
                    Exclusion.UNSUBSCRIBED, Reason.SUPPRESSED);

    private static Audience audience(SurveyOrder order, List<String> clientIds) {
        return new Audience(
                clientIds,
                order.roles().isEmpty() ? RecipientScope.ALL : RecipientScope.BY_ROLE,
                order.roles(),
                false,
                MessageClass.SERVICE);
    }

    private static Refusal nobody(List<Skipped> skipped) {
        String why =
                skipped.stream()
                        .map(each -> WireName.of(each.reason()) + ' ' + each.count())
                        .collect(Collectors.joining(", "));
        return Refusal.failedPrecondition(
                        "Nobody is left to ask"
                                + (why.isEmpty() ? ": these clients have no contacts" : ": " + why))
                .hint("Widen the filters or the roles, or send fewer quiet_days")
                .detail(new NobodyLeft(skipped));
    }

    /**
     * Queues the messages of a plan, each with its send, provided that it would still be planned the same way.
     *
     * @return refused as a conflict where the plan would be another now
     */
    public Answer<Sent> send(Transaction tx, SurveyOrder order, String fingerprint, Doing doing) {
        SurveySendDao dao = tx.dao(SurveySendDao.class);
        dao.holdAll();
        return plan(tx, order, doing.now())
                .then(
                        plan ->
                                plan.fingerprint().equals(fingerprint)
                                        ? Answer.of(queue(tx, dao, plan, order, doing))
                                        : Answer.refused(
                                                Refusal.conflict(
                                                                "Who would be asked has changed"
                                                                        + " since the preview")
                                                        .hint("Send the call again to see whom")));
    }

    private record Row(String clientId, String contactEmail, String messageId) {}

    private Sent queue(
            Transaction tx, SurveySendDao dao, Plan plan, SurveyOrder order, Doing doing) {
        Instant now = doing.now();
        String campaignId =
                mail.outbox()
                        .open(
                                tx,
                                new EmailCampaign(
                                        "Survey: " + plan.surveyName(),
                                        TemplateType.FEEDBACK_REQUEST,
                                        plan.texts(),
                                        target(plan, order),
                                        null,
                                        null),
                                now);
        List<Outbox.Queued> queued =
                mail.outbox().queue(tx, campaignId, "", plan.letters(), now, now);
        dao.insert(
                plan.surveyId(),
                Json.write(
                        queued.stream()
                                .map(
                                        each ->
                                                new Row(
                                                        each.clientId(),
                                                        each.contactEmail(),
                                                        each.messageId()))
                                .toList()),
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                now);
        Map<String, Long> people =
                queued.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Outbox.Queued::clientId,
                                        TreeMap::new,
                                        Collectors.counting()));
        timeline.record(
                tx,
                people.entrySet().stream()
                        .map(each -> event(each, plan, campaignId, doing))
                        .toList());
        answers.changedAll(tx, List.copyOf(people.keySet()));
        audit.record(
                tx,
                AuditEntry.done(
                        doing,
                        "queue survey to %d recipients".formatted(queued.size()),
                        List.of(campaignId, plan.surveyId())));
        return new Sent(campaignId, plan.surveyId(), queued.size(), people.size(), plan.skipped());
    }

    private static Map<String, Object> target(Plan plan, SurveyOrder order) {
        Map<String, Object> target = new TreeMap<>();
        target.put("survey_id", plan.surveyId());
        target.put("max_recipients", order.maxRecipients());
        target.put("quiet_days", order.quietDays());
        if (order.filter().clientId() != null) {
            target.put("client_id", order.filter().clientId());
        }
        if (order.filter().tier() != null) {
            target.put("tier", order.filter().tier());
        }
        if (order.filter().csm() != null) {
            target.put("csm", order.filter().csm());
        }
        if (order.filter().segmentId() != null) {
            target.put("segment_id", order.filter().segmentId());
        }
        if (!order.roles().isEmpty()) {
            target.put("roles", order.roles().stream().map(WireName::of).sorted().toList());
        }
        return target;
    }

    private TimelineEvent event(
            Map.Entry<String, Long> client, Plan plan, String campaignId, Doing doing) {
        return new TimelineEvent(
                client.getKey(),
                doing.now(),
                timeline.newId(),
                EventType.SURVEY,
                "Survey queued",
                Map.of(
                        "survey_id", plan.surveyId(),
                        "kind", plan.kind(),
                        "recipient_count", client.getValue()),
                Impact.NEUTRAL,
                false,
                doing.actor().principal(),
                doing.source(),
                campaignId);
    }
}
