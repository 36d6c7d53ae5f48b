package io.os199.cs.assembly;

import io.os199.cs.communication.automation.AutomationTerms;
import io.os199.cs.communication.automation.AutomationWebhooks;
import io.os199.cs.communication.automation.CommunicationAutomations;
import io.os199.cs.communication.automation.DueRuns;
import io.os199.cs.communication.automation.Evaluation;
import io.os199.cs.communication.newsletter.NextEditions;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.feedback.scoring.FeedbackScoring;
import io.os199.cs.onboarding.automation.Occurrences;
import io.os199.cs.onboarding.automation.OnboardingAutomationRound;
import io.os199.cs.platform.database.Database;
import io.os199.cs.retention.automation.AutomationRound;
import io.os199.cs.retention.campaign.CampaignSteps;
import io.os199.cs.support.EscalationSla;
import io.os199.cs.support.ticket.TicketSweep;

import java.time.Clock;

/**
 * The work that the features do by the clock and that is not a job.
 *
 * @param retention the automations of retention
 */
public record Rounds(
        Evaluation evaluation,
        DueRuns dueRuns,
        NextEditions nextEditions,
        TicketSweep ticketSweep,
        EscalationSla escalationSla,
        FeedbackScoring feedbackScoring,
        OnboardingAutomationRound onboarding,
        CampaignSteps campaignSteps,
        AutomationRound retention) {

    /**
     * Returns the rounds, built from the platform and the features of a process.
     *
     * @param webhooks through which automations report to other systems
     */
    public static Rounds of(Platform platform, Features features, AutomationWebhooks webhooks) {
        Database database = platform.database();
        Clock clock = platform.clock();
        Timeline timeline = features.timeline();
        AuditLog audit = features.auditLog();
        ClientAnswers answers = features.clientAnswers();
        CommunicationAutomations communication = features.automations();
        AutomationTerms terms = communication.terms();
        return new Rounds(
                new Evaluation(database, terms, audit, clock),
                new DueRuns(
                        database,
                        terms,
                        communication.mail(),
                        features.tasks(),
                        features.tickets(),
                        webhooks,
                        timeline,
                        audit,
                        answers,
                        clock),
                new NextEditions(database, audit, clock),
                new TicketSweep(database, timeline, audit, answers, clock),
                new EscalationSla(database, timeline, audit, answers, clock),
                new FeedbackScoring(database, features.textReader(), audit, answers, clock),
                new OnboardingAutomationRound(
                        database,
                        new Occurrences(),
                        features.automationRuns(),
                        audit,
                        answers,
                        clock),
                new CampaignSteps(database, features.mail(), timeline, audit, answers, clock),
                new AutomationRound(
                        database,
                        features.campaigns(),
                        features.tasks(),
                        features.escalations(),
                        timeline,
                        audit,
                        answers,
                        clock));
    }
}
