package io.os199.cs.assembly;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.UnsentMail;
import io.os199.cs.communication.advocacy.Advocates;
import io.os199.cs.communication.automation.AutomationTerms;
import io.os199.cs.communication.automation.CommunicationAutomations;
import io.os199.cs.communication.campaign.MailCampaigns;
import io.os199.cs.communication.community.Communities;
import io.os199.cs.communication.community.Posting;
import io.os199.cs.communication.delivery.Unsubscribing;
import io.os199.cs.communication.mail.Colleagues;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.ProviderKind;
import io.os199.cs.communication.newsletter.Newsletters;
import io.os199.cs.communication.newsletter.Subscriptions;
import io.os199.cs.communication.review.Reviews;
import io.os199.cs.core.Amendments;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientChanges;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Contracts;
import io.os199.cs.core.Departure;
import io.os199.cs.core.LostRenewals;
import io.os199.cs.core.Registration;
import io.os199.cs.core.Renewals;
import io.os199.cs.core.SignedRenewals;
import io.os199.cs.core.StageMoves;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.ValueTier;
import io.os199.cs.expansion.LostWithClient;
import io.os199.cs.expansion.opportunity.Opportunities;
import io.os199.cs.feedback.collect.FeedbackCollection;
import io.os199.cs.feedback.insight.Insights;
import io.os199.cs.feedback.text.TextReader;
import io.os199.cs.feedback.voice.close.LoopClosing;
import io.os199.cs.feedback.voice.report.VoiceReports;
import io.os199.cs.feedback.voice.roadmap.Roadmap;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.adoption.AdoptionMilestones;
import io.os199.cs.health.lifecycle.LifecycleRules;
import io.os199.cs.health.lifecycle.StageChanges;
import io.os199.cs.health.model.ServiceLevel;
import io.os199.cs.onboarding.automation.AutomationRuns;
import io.os199.cs.onboarding.automation.Occurrences;
import io.os199.cs.onboarding.automation.PlanAutomations;
import io.os199.cs.onboarding.certificate.Certificates;
import io.os199.cs.onboarding.certificate.TrainingCatalogue;
import io.os199.cs.onboarding.plan.OnboardingPlans;
import io.os199.cs.onboarding.training.TrainingSessions;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.AutomationsConfig;
import io.os199.cs.platform.config.EmailConfig;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.config.SupportConfig;
import io.os199.cs.platform.config.ValueTiersConfig;
import io.os199.cs.retention.ChurnRecords;
import io.os199.cs.retention.automation.RetentionAutomations;
import io.os199.cs.retention.campaign.Campaigns;
import io.os199.cs.retention.postmortem.PostmortemRecords;
import io.os199.cs.retention.satisfaction.SurveySending;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.knowledge.Articles;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.portal.Portals;
import io.os199.cs.support.routing.Routing;
import io.os199.cs.support.ticket.Tickets;

import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The use cases of the features, as both processes use them.
 *
 * @param zone the time zone in which the deployment's people work
 */
public record Features(
        ClientDirectory directory,
        ClientAnswers clientAnswers,
        Registration registration,
        ClientChanges clientChanges,
        Touchpoints touchpoints,
        Tasks tasks,
        Escalations escalations,
        Tickets tickets,
        Routing routing,
        Portals portals,
        Articles articles,
        Mail mail,
        MailCampaigns mailCampaigns,
        Newsletters newsletters,
        Subscriptions subscriptions,
        SurveySending surveySending,
        HealthModels healthModels,
        HealthScoring healthScoring,
        List<ServiceLevel> serviceLevels,
        AdoptionMilestones adoptionMilestones,
        LifecycleRules lifecycleRules,
        StageChanges stageChanges,
        PostmortemRecords postmortemRecords,
        Campaigns campaigns,
        RetentionAutomations retentionAutomations,
        Opportunities opportunities,
        OnboardingPlans onboardingPlans,
        AutomationRuns automationRuns,
        PlanAutomations planAutomations,
        TextReader textReader,
        FeedbackCollection feedbackCollection,
        Insights insights,
        Colleagues colleagues,
        VoiceReports voiceReports,
        LoopClosing loopClosing,
        Roadmap roadmap,
        TrainingSessions trainingSessions,
        TrainingCatalogue trainingCatalogue,
        Certificates certificates,
        Advocates advocates,
        Communities communities,
        Posting posting,
        Contracts contracts,
        Renewals renewals,
        SignedRenewals signedRenewals,
        LostRenewals lostRenewals,
        Reviews reviews,
        CommunicationAutomations automations,
        Timeline timeline,
        AuditLog auditLog,
        ZoneId zone) {

    public static Features of(Platform platform, ServiceConfiguration configuration) {
        return of(platform.cache(), platform.clock(), configuration);
    }

    /** Builds the features over a cache and clock other than those of a process. */
    public static Features of(Cache cache, Clock clock, ServiceConfiguration configuration) {
        Timeline timeline = new Timeline();
        AuditLog auditLog = new AuditLog(clock);
        ClientAnswers clientAnswers = new ClientAnswers(cache);
        Contracts contracts = new Contracts();
        StageMoves stageMoves = new StageMoves(timeline, clientAnswers);
        Departure departure = departure(contracts, stageMoves);
        Teams teams = teams(configuration.support().teams());
        Renewals renewals = new Renewals(contracts, timeline, auditLog, clientAnswers);
        Touchpoints touchpoints = new Touchpoints(timeline, clock);
        Escalations escalations = new Escalations(timeline, auditLog, clientAnswers);
        MailSettings mailSettings = settings(configuration.email());
        Mail mail = Mail.of(mailSettings);
        MailCampaigns mailCampaigns = new MailCampaigns(mailSettings, auditLog);
        TextReader textReader = TextReader.of(configuration.feedback().defaultLanguage());
        Campaigns campaigns =
                new Campaigns(
                        mail, new UnsentMail(), touchpoints, timeline, auditLog, clientAnswers);
        Tasks tasks = new Tasks(timeline, auditLog, clock);
        Tickets tickets =
                new Tickets(
                        teams,
                        escalations,
                        touchpoints,
                        timeline,
                        auditLog,
                        clientAnswers,
                        configuration.integrations().zendesk().pushesTickets()
                                ? TicketSource.ZENDESK
                                : null);
        Occurrences occurrences = new Occurrences();
        AutomationRuns automationRuns =
                new AutomationRuns(mail, tasks, escalations, timeline, auditLog, clientAnswers);
        return new Features(
                new ClientDirectory(),
                clientAnswers,
                new Registration(
                        contracts,
                        timeline,
                        auditLog,
                        clock,
                        configuration.core().freeMailDomains()),
                new ClientChanges(contracts, timeline, auditLog, clock),
                touchpoints,
                tasks,
                escalations,
                tickets,
                new Routing(teams, timeline, auditLog, clientAnswers),
                new Portals(timeline, auditLog, clientAnswers),
                new Articles(auditLog),
                mail,
                mailCampaigns,
                new Newsletters(
                        mailCampaigns,
                        new StaffMails(mailSettings.hasProvider()),
                        configuration.email().testRecipients(),
                        auditLog,
                        ZoneId.of(configuration.core().timeZone())),
                new Subscriptions(timeline, auditLog, clientAnswers),
                new SurveySending(mail, timeline, auditLog, clientAnswers),
                new HealthModels(),
                new HealthScoring(timeline, auditLog, clientAnswers, clock),
                serviceLevels(configuration.valueTiers()),
                new AdoptionMilestones(timeline, auditLog, clientAnswers),
                new LifecycleRules(stageMoves, auditLog),
                new StageChanges(stageMoves, departure, auditLog),
                new PostmortemRecords(timeline, auditLog, clientAnswers),
                campaigns,
                new RetentionAutomations(campaigns, auditLog),
                new Opportunities(new Amendments(contracts), timeline, auditLog, clientAnswers),
                new OnboardingPlans(timeline, auditLog, clientAnswers, occurrences),
                automationRuns,
                new PlanAutomations(occurrences, automationRuns, timeline, auditLog, clientAnswers),
                textReader,
                new FeedbackCollection(textReader, touchpoints, timeline, auditLog, clientAnswers),
                new Insights(
                        new ClientDirectory(),
                        new StaffMails(mailSettings.hasProvider()),
                        timeline,
                        auditLog,
                        clientAnswers),
                Colleagues.of(configuration.feedback().internalDomains()),
                new VoiceReports(auditLog),
                new LoopClosing(mail, timeline, auditLog, clientAnswers),
                new Roadmap(timeline, auditLog, clientAnswers),
                new TrainingSessions(
                        mail, new UnsentMail(), touchpoints, timeline, auditLog, clientAnswers),
                new TrainingCatalogue(auditLog, clientAnswers),
                new Certificates(timeline, auditLog, clientAnswers),
                new Advocates(timeline, auditLog, clientAnswers),
                new Communities(timeline, auditLog, clientAnswers),
                new Posting(timeline, auditLog, clientAnswers),
                contracts,
                renewals,
                new SignedRenewals(renewals),
                new LostRenewals(renewals, departure),
                new Reviews(tasks, touchpoints, timeline, auditLog, clientAnswers),
                new CommunicationAutomations(
                        terms(configuration), mailSettings, tasks, tickets, auditLog),
                timeline,
                auditLog,
                ZoneId.of(configuration.core().timeZone()));
    }

    /** Returns the departure with what each feature keeps of a client that leaves. */
    private static Departure departure(Contracts contracts, StageMoves stageMoves) {
        return new Departure(
                contracts,
                stageMoves,
                List.of(new ChurnRecords(new UnsentMail()), new LostWithClient()));
    }

    private static AutomationTerms terms(ServiceConfiguration configuration) {
        AutomationsConfig automations = configuration.automations();
        return new AutomationTerms(
                automations.minBaseline(),
                automations.maxRunsPerDay(),
                automations.webhookHosts(),
                ZoneId.of(configuration.core().timeZone()));
    }

    static MailSettings settings(EmailConfig email) {
        return new MailSettings(
                email.senders().stream()
                        .map(each -> new MailSettings.Sender(each.address(), each.name()))
                        .toList(),
                email.locale(),
                new MailSettings.Sending(
                        ProviderKind.valueOf(email.provider().name()),
                        DeliveryGuarantee.valueOf(email.deliveryGuarantee().name()),
                        email.ratePerSecond(),
                        email.maxRecipients()),
                Unsubscribing.beginning(email.publicUrl()));
    }

    /** Returns the configured team of each category. */
    public static Teams teams(SupportConfig.Teams teams) {
        Map<TicketCategory, String> byCategory = new EnumMap<>(TicketCategory.class);
        for (TicketCategory category : TicketCategory.values()) {
            byCategory.put(
                    category,
                    switch (category) {
                        case TECHNICAL_ISSUE -> teams.technicalIssue();
                        case PERFORMANCE -> teams.performance();
                        case BUG_REPORT -> teams.bugReport();
                        case FEATURE_REQUEST -> teams.featureRequest();
                        case HOW_TO_QUESTION -> teams.howToQuestion();
                        case ACCOUNT_BILLING -> teams.accountBilling();
                        case INTEGRATION_SUPPORT -> teams.integrationSupport();
                        case TRAINING_REQUEST -> teams.trainingRequest();
                        case DATA_ISSUE -> teams.dataIssue();
                        case OTHER -> teams.other();
                    });
        }
        return new Teams(byCategory, teams.escalation());
    }

    /** Returns the service levels, the highest tier first. */
    private static List<ServiceLevel> serviceLevels(ValueTiersConfig tiers) {
        return List.of(
                level(ValueTier.STRATEGIC, tiers.strategic()),
                level(ValueTier.HIGH, tiers.high()),
                level(ValueTier.MID, tiers.mid()),
                level(ValueTier.STANDARD, tiers.standard()),
                level(ValueTier.ENTRY, tiers.entry()));
    }

    private static ServiceLevel level(ValueTier tier, ValueTiersConfig.Level level) {
        return new ServiceLevel(
                tier, level.touchpointDays(), level.reviewDays(), level.accountsPerCsm());
    }
}
