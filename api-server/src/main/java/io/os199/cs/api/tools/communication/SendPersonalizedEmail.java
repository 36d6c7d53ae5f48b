package io.os199.cs.api.tools.communication;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.communication.EmailAnswer.Campaign;
import io.os199.cs.api.tools.communication.EmailAnswer.Delivery;
import io.os199.cs.api.tools.communication.EmailAnswer.EmailPreview;
import io.os199.cs.api.tools.communication.EmailAnswer.Item;
import io.os199.cs.api.tools.communication.EmailAnswer.Message;
import io.os199.cs.api.tools.communication.EmailAnswer.Metrics;
import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.campaign.CampaignResults;
import io.os199.cs.communication.campaign.CampaignRow;
import io.os199.cs.communication.campaign.MailAudience;
import io.os199.cs.communication.campaign.MailAudience.Excluded;
import io.os199.cs.communication.campaign.MailCampaigns;
import io.os199.cs.communication.campaign.MailCampaigns.Sent;
import io.os199.cs.communication.campaign.MailOrder;
import io.os199.cs.communication.campaign.MailTarget;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.mail.Outbox;
import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One mail to the people of selected customers, and how earlier ones performed. */
@ToolInfo(
        name = MailCampaigns.TOOL,
        title = "Send personalized email",
        description =
                "Sends one mail, now or later, to people of the clients that meet all criteria;"
                        + " get, list: how earlier ones did.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false,
        openWorld = true,
        takesMailTexts = true)
public final class SendPersonalizedEmail implements Tool<EmailInput, EmailAnswer> {
    private static final int USUAL_LIMIT = 50;

    private final Database database;
    private final MailCampaigns campaigns;
    private final EmailTargets targets;
    private final MailTold told;
    private final Cursors cursors;

    SendPersonalizedEmail(
            Database database, ClientDirectory clients, MailCampaigns campaigns, Cursors cursors) {
        this.database = database;
        this.campaigns = campaigns;
        this.targets = new EmailTargets(clients);
        this.told = new MailTold(campaigns.settings());
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(EmailInput input, Set<String> unread, Call call) {
        return EmailFaults.of(input, unread, campaigns.settings(), call);
    }

    @Override
    public Answer<EmailAnswer> call(EmailInput input, Call call) {
        return switch (input.action()) {
            case GET -> get(input, call);
            case LIST -> list(input, call);
            case SEND, CANCEL, RESEND_UNKNOWN ->
                    call.has(Scope.CS_SEND)
                            ? switch (input.action()) {
                                case CANCEL -> cancel(input, call);
                                case RESEND_UNKNOWN -> resendUnknown(input, call);
                                default -> send(input, call);
                            }
                            : Answer.refused(
                                    NeededScopes.refusal(
                                                    "without cs:send only the actions get and list"
                                                            + " are allowed",
                                                    Scope.CS_SEND)
                                            .field("action")
                                            .expected("get or list"));
        };
    }

    private record Planned(MailOrder order, MailAudience audience) {}

    private Answer<EmailAnswer> send(EmailInput input, Call call) {
        if (call.isRepeated()) {
            return call.repeat(Sent.class).then(sent -> sent(sent, call));
        }
        return database.current(
                        tx ->
                                order(tx, input, call)
                                        .then(
                                                order ->
                                                        campaigns
                                                                .plan(
                                                                        tx,
                                                                        order,
                                                                        input.campaignId(),
                                                                        call.now())
                                                                .map(
                                                                        audience ->
                                                                                new Planned(
                                                                                        order,
                                                                                        audience))))
                .then(planned -> send(planned, input, call));
    }

    private Answer<MailOrder> order(Transaction tx, EmailInput input, Call call) {
        if (input.campaignId() != null) {
            return campaigns
                    .campaign(tx, input.campaign())
                    .then(row -> campaigns.draft(row, input.scheduledSendTime(), call.now()));
        }
        MailSettings settings = campaigns.settings();
        String sender = input.senderEmail();
        return targets.of(tx, input)
                .map(
                        target ->
                                new MailOrder(
                                        Objects.requireNonNull(input.campaignName()).strip(),
                                        Objects.requireNonNull(input.templateType()),
                                        new MailTexts(
                                                Objects.requireNonNull(input.subjectLine()),
                                                Objects.requireNonNull(input.bodyText()),
                                                input.bodyHtml()),
                                        sender == null
                                                ? settings.sender()
                                                : settings.sender(sender).orElseThrow(),
                                        target,
                                        input.scheduledSendTime()));
    }

    /** The preview that a person confirms. */
    public record SendPreview(
            int clientCount,
            int contactCount,
            int recipientCount,
            List<MailAudience.OfTier> byTier,
            List<Excluded> excluded,
            String senderEmail,
            @Nullable Instant scheduledAt,
            List<Message> messages,
            List<String> warnings)
            implements Preview {
        @Override
        public String question() {
            return "Send this mail to %,d people at %,d clients%s?"
                    .formatted(
                            recipientCount,
                            byTier.stream().mapToInt(MailAudience.OfTier::clientCount).sum(),
                            scheduledAt == null ? "" : " at " + scheduledAt);
        }
    }

    private Answer<EmailAnswer> send(Planned planned, EmailInput input, Call call) {
        MailAudience audience = planned.audience();
        MailOrder order = planned.order();
        EmailPreview preview =
                new EmailPreview(
                        audience.firstLetters().stream()
                                .map(each -> Message.of(each, call.seesPersonalData()))
                                .toList(),
                        warnings(order));
        if (input.dryRun()) {
            return Answer.of(
                    answer(call, audience.recipientCount())
                            .audience(audience.counts())
                            .preview(preview)
                            .dryRun(true)
                            .build());
        }
        Sender sender = order.sender();
        return call.writeConfirmed(
                        new SendPreview(
                                audience.clientCount(),
                                audience.contactCount(),
                                audience.recipientCount(),
                                audience.byTier(),
                                audience.excluded(),
                                sender.address(),
                                order.scheduledAt(),
                                preview.messages(),
                                preview.warnings()),
                        audience.fingerprint(),
                        Sent.class,
                        tx ->
                                campaigns.send(
                                        tx,
                                        order,
                                        input.campaignId(),
                                        audience.fingerprint(),
                                        call.actor(),
                                        call.now()))
                .then(sent -> sent(sent, call));
    }

    private List<String> warnings(MailOrder order) {
        List<String> warnings = new ArrayList<>();
        if (!campaigns.settings().hasProvider()) {
            warnings.add("No email provider is set up: it is kept as a draft and nothing is sent");
        }
        if (order.templateType().messageClass() != MessageClass.SERVICE
                && !order.texts().tokens().contains(MailToken.UNSUBSCRIBE_URL)) {
            warnings.add("A line with the link to unsubscribe is added");
        }
        MailTarget target = order.target();
        if (target == null) {
            warnings.add("Another tool wrote this mail; it is sent as it was written then");
        }
        if (target == null || target.includeInactive()) {
            warnings.add("Clients that are paused or churned are written to as well");
        }
        return warnings;
    }

    private Answer<EmailAnswer> sent(Sent sent, Call call) {
        return database.current(tx -> campaigns.campaign(tx, sent.campaignId()))
                .map(
                        row ->
                                answer(row, call, sent.audience().recipientCount())
                                        .audience(sent.audience())
                                        .build());
    }

    /** Begins an answer about what would be sent: how it leaves, and what cannot be reported because of that. */
    private EmailAnswer.Builder answer(Call call, @Nullable Integer recipients) {
        return delivered(call, recipients).gaps(undelivered());
    }

    /** As {@link #answer(Call, Integer)}, for a stored campaign; only a draft still waits for a provider. */
    private EmailAnswer.Builder answer(CampaignRow row, Call call, @Nullable Integer recipients) {
        return delivered(call, recipients)
                .campaign(row)
                .gaps(row.status() == MailCampaignStatus.DRAFT ? undelivered() : List.of());
    }

    private EmailAnswer.Builder delivered(Call call, @Nullable Integer recipients) {
        return new EmailAnswer.Builder(call.now())
                .delivery(Delivery.of(campaigns.settings().sending(), recipients));
    }

    private List<DataGap> undelivered() {
        return new Outbox(campaigns.settings()).undelivered("campaign.status");
    }

    private Answer<EmailAnswer> get(EmailInput input, Call call) {
        return database.snapshot(
                tx -> campaigns.campaign(tx, input.campaign()).map(row -> shown(tx, row, call)));
    }

    private EmailAnswer shown(Transaction tx, CampaignRow row, Call call) {
        CampaignResults results =
                CampaignResults.of(
                        tx, row.campaignId(), campaigns.settings().unsubscribeLinks(), call.now());
        boolean isTold = told.isTold(results.figures());
        EmailAnswer.Builder answer =
                answer(row, call, null)
                        .results(results, isTold, EmailRules.of(results, call.now()));
        String audience = row.audience();
        if (audience != null) {
            answer.audience(Json.read(audience, MailAudience.Counts.class));
        }
        return answer.gaps(MailTold.held(row))
                .gaps(MailTold.gaps(results.figures(), isTold))
                .gaps(MailTold.forgotten("links", results.hasForgottenClicks()))
                .build();
    }

    private Answer<EmailAnswer> list(EmailInput input, Call call) {
        String digest = Cursors.digest("email_campaigns", new Listed(input.status()));
        String cursor = input.cursor();
        return cursor == null
                ? Answer.of(list(input, digest, null, null, call))
                : cursors.open(digest, cursor)
                        .map(
                                values ->
                                        list(
                                                input,
                                                digest,
                                                Instant.parse(
                                                        Objects.requireNonNull(values.get(0))),
                                                values.get(1),
                                                call));
    }

    private record Listed(@Nullable MailCampaignStatus status) {}

    private EmailAnswer list(
            EmailInput input,
            String digest,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            Call call) {
        return database.snapshot(
                tx -> {
                    List<CampaignRow> rows =
                            campaigns.page(tx, input.status(), afterAt, afterId, input.limit() + 1);
                    Map<String, CampaignFigures> figures =
                            CampaignResults.figures(
                                    tx, rows.stream().map(CampaignRow::campaignId).toList());
                    List<Item> items = rows.stream().map(row -> item(row, figures)).toList();
                    Page<Item> page =
                            Page.of(
                                    items,
                                    input.limit(),
                                    campaigns.count(tx, input.status()),
                                    AnswerBudget.of(input.limit(), USUAL_LIMIT),
                                    List.of(),
                                    last ->
                                            cursors.after(
                                                    digest,
                                                    List.of(
                                                            last.campaign().createdAt().toString(),
                                                            last.campaign().campaignId())));
                    return new EmailAnswer(
                            call.now(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            page.items(),
                            page.totalCount(),
                            page.nextCursor(),
                            null,
                            List.of(),
                            null);
                });
    }

    private Item item(CampaignRow row, Map<String, CampaignFigures> all) {
        CampaignFigures figures =
                all.getOrDefault(row.campaignId(), CampaignFigures.none(row.campaignId()));
        return new Item(Campaign.of(row), Metrics.of(figures, told.isTold(figures)));
    }

    /** The preview that a person confirms. */
    public record StopPreview(String campaignName, MailCampaignStatus status, int waitingCount)
            implements Preview {
        @Override
        public String question() {
            return "Stop this campaign, of which %,d messages wait now?".formatted(waitingCount);
        }
    }

    private record Stopped(int count) {}

    private Answer<EmailAnswer> cancel(EmailInput input, Call call) {
        if (call.isRepeated()) {
            return stopped(null, input, call);
        }
        return database.current(
                        tx -> campaigns.campaign(tx, input.campaign()).then(campaigns::stoppable))
                .then(row -> stopped(row, input, call));
    }

    private Answer<EmailAnswer> stopped(@Nullable CampaignRow row, EmailInput input, Call call) {
        StopPreview preview =
                row == null
                        ? new StopPreview("", MailCampaignStatus.CANCELLED, 0)
                        : new StopPreview(row.name(), row.status(), waiting(input));
        if (input.dryRun() && row != null) {
            return Answer.of(
                    answer(row, call, null).stopped(preview.waitingCount()).dryRun(true).build());
        }
        return call.writeConfirmed(
                        preview,
                        input.campaign(),
                        Stopped.class,
                        tx ->
                                campaigns
                                        .cancel(tx, input.campaign(), call.actor(), call.now())
                                        .map(Stopped::new))
                .then(
                        done ->
                                database.current(tx -> campaigns.campaign(tx, input.campaign()))
                                        .map(
                                                after ->
                                                        answer(after, call, null)
                                                                .stopped(done.count())
                                                                .build()));
    }

    private int waiting(EmailInput input) {
        return database.current(tx -> campaigns.waiting(tx, input.campaign()));
    }

    /** The preview that a person confirms. */
    public record ResendPreview(String campaignName, int messageCount, String warning)
            implements Preview {
        @Override
        public String question() {
            return "Send %,d messages once more, whose readers may have had them already?"
                    .formatted(messageCount);
        }
    }

    private record Again(int count) {}

    private Answer<EmailAnswer> resendUnknown(EmailInput input, Call call) {
        if (call.isRepeated()) {
            return resent(input, call, new ResendPreview("", 0, ""));
        }
        return database.current(
                        tx ->
                                campaigns
                                        .campaign(tx, input.campaign())
                                        .then(
                                                row ->
                                                        preview(
                                                                row,
                                                                campaigns.unknown(
                                                                        tx, row.campaignId()))))
                .then(
                        preview ->
                                input.dryRun()
                                        ? Answer.of(
                                                answer(call, preview.messageCount())
                                                        .queuedAgain(preview.messageCount())
                                                        .dryRun(true)
                                                        .build())
                                        : resent(input, call, preview));
    }

    private Answer<ResendPreview> preview(CampaignRow row, int unknown) {
        return campaigns
                .resendable(row, unknown)
                .map(
                        _ ->
                                new ResendPreview(
                                        row.name(),
                                        unknown,
                                        "These people may have had the mail already"));
    }

    private Answer<EmailAnswer> resent(EmailInput input, Call call, ResendPreview preview) {
        return call.writeConfirmed(
                        preview,
                        input.campaign() + ":" + preview.messageCount(),
                        Again.class,
                        tx ->
                                campaigns
                                        .resendUnknown(
                                                tx,
                                                input.campaign(),
                                                preview.messageCount(),
                                                call.actor(),
                                                call.now())
                                        .map(Again::new))
                .then(
                        done ->
                                database.current(tx -> campaigns.campaign(tx, input.campaign()))
                                        .map(
                                                row ->
                                                        answer(row, call, done.count())
                                                                .queuedAgain(done.count())
                                                                .build()));
    }
}
