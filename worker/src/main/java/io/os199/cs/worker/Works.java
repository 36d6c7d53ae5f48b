package io.os199.cs.worker;

import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Platform;
import io.os199.cs.assembly.Rounds;
import io.os199.cs.communication.automation.AutomationWebhooks;
import io.os199.cs.communication.automation.DueRuns;
import io.os199.cs.communication.automation.Evaluation;
import io.os199.cs.communication.newsletter.NextEditions;
import io.os199.cs.core.ContractDays;
import io.os199.cs.expansion.finding.ExpansionScan;
import io.os199.cs.expansion.lifetime.PortfolioLifetimeWork;
import io.os199.cs.expansion.renewal.RenewalRefresh;
import io.os199.cs.expansion.report.RevenueReportWork;
import io.os199.cs.feedback.analysis.SentimentWork;
import io.os199.cs.feedback.metric.MetricWork;
import io.os199.cs.feedback.product.PortfolioUseWork;
import io.os199.cs.feedback.scoring.FeedbackScoring;
import io.os199.cs.feedback.voice.job.VoiceWork;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.health.adoption.PortfolioAdoptionWork;
import io.os199.cs.health.adoption.PortfolioMilestoneWork;
import io.os199.cs.health.lifecycle.LifecycleWork;
import io.os199.cs.health.patterns.DropIndicators;
import io.os199.cs.health.patterns.EngagementPatternWork;
import io.os199.cs.health.segments.SegmentSaving;
import io.os199.cs.health.tiers.ValueTiering;
import io.os199.cs.ingest.ImportWork;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.jobs.JobWork;
import io.os199.cs.onboarding.automation.OnboardingAutomationRound;
import io.os199.cs.onboarding.certificate.PortfolioCertificatesWork;
import io.os199.cs.onboarding.process.OnboardingProcessWork;
import io.os199.cs.onboarding.progress.PortfolioProgressWork;
import io.os199.cs.platform.config.AutomationsConfig;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.http.PublicPost;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Secret;
import io.os199.cs.retention.automation.AutomationRound;
import io.os199.cs.retention.campaign.CampaignSteps;
import io.os199.cs.retention.churn.ChurnTrainingWork;
import io.os199.cs.retention.postmortem.ChurnPatternsWork;
import io.os199.cs.retention.risk.RiskRefresh;
import io.os199.cs.support.EscalationSla;
import io.os199.cs.support.performance.PerformanceWork;
import io.os199.cs.support.ticket.TicketSweep;
import io.os199.cs.usage.UsageMonths;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** What the features give the worker to run: one line each. */
final class Works {
    private Works() {}

    static List<JobWork> of(Platform platform, Features features) {
        ContractDays days =
                new ContractDays(
                        features.contracts(),
                        features.signedRenewals(),
                        features.lostRenewals(),
                        features.auditLog(),
                        features.clientAnswers(),
                        platform.clock());
        return List.of(
                days,
                new PortfolioScoring(
                        features.healthScoring(), features.healthModels(), platform.clock()),
                new EngagementPatternWork(
                        new DropIndicators(
                                features.timeline(),
                                features.auditLog(),
                                features.clientAnswers(),
                                platform.clock())),
                new SegmentSaving(
                        features.timeline(),
                        features.auditLog(),
                        features.clientAnswers(),
                        platform.clock()),
                new ValueTiering(
                        features.serviceLevels(),
                        features.timeline(),
                        features.auditLog(),
                        features.clientAnswers(),
                        platform.clock()),
                new PortfolioAdoptionWork(
                        features.healthModels(), new Cursors(platform.sealer(), platform.clock())),
                new PortfolioMilestoneWork(features.adoptionMilestones(), features.healthModels()),
                new LifecycleWork(
                        features.lifecycleRules(),
                        Set.of(
                                PortfolioScoring.TOOL,
                                RiskRefresh.TOOL,
                                RenewalRefresh.TOOL,
                                ExpansionScan.TOOL),
                        platform.clock()),
                new RiskRefresh(
                        features.timeline(),
                        features.auditLog(),
                        features.clientAnswers(),
                        platform.clock()),
                new ExpansionScan(features.auditLog(), features.clientAnswers(), platform.clock()),
                new RenewalRefresh(
                        days,
                        features.timeline(),
                        features.auditLog(),
                        features.clientAnswers(),
                        platform.clock()),
                new RevenueReportWork(),
                new PortfolioLifetimeWork(new Cursors(platform.sealer(), platform.clock())),
                new PortfolioProgressWork(new Cursors(platform.sealer(), platform.clock())),
                new OnboardingProcessWork(),
                new PortfolioUseWork(new Cursors(platform.sealer(), platform.clock())),
                new MetricWork(features.clientAnswers()),
                new PerformanceWork(features.clientAnswers(), features.zone()),
                new SentimentWork(new Cursors(platform.sealer(), platform.clock())),
                new VoiceWork(
                        features.voiceReports(), new Cursors(platform.sealer(), platform.clock())),
                new PortfolioCertificatesWork(new Cursors(platform.sealer(), platform.clock())),
                new ChurnPatternsWork(),
                training(platform, features),
                imports(platform, features));
    }

    /** Returns what the features do by the clock that is not a job. */
    static List<Round> rounds(Platform platform, Features features, AutomationWebhooks webhooks) {
        Rounds rounds = Rounds.of(platform, features, webhooks);
        return List.of(
                new Round(Evaluation.NAME, "*/5 * * * *", rounds.evaluation()::run),
                new Round(DueRuns.NAME, "* * * * *", rounds.dueRuns()::run),
                new Round(TicketSweep.CLOCKS_JOB, "* * * * *", rounds.ticketSweep()::clocks),
                new Round(TicketSweep.CLOSING_JOB, "*/10 * * * *", rounds.ticketSweep()::closing),
                new Round(FeedbackScoring.NAME, "*/5 * * * *", rounds.feedbackScoring()::run),
                new Round(EscalationSla.JOB, "*/5 * * * *", rounds.escalationSla()::run),
                new Round(OnboardingAutomationRound.NAME, "*/15 * * * *", rounds.onboarding()::run),
                new Round(CampaignSteps.NAME, "*/15 * * * *", rounds.campaignSteps()::run),
                new Round(AutomationRound.NAME, "15 * * * *", rounds.retention()::run),
                new Round(NextEditions.NAME, "*/5 * * * *", rounds.nextEditions()::run));
    }

    /** Creates the webhooks, once in a process; they are closed with it. */
    static AutomationWebhooks webhooks(
            Platform platform, Features features, AutomationsConfig config) {
        Secret key = platform.secrets().secret("automations.webhookKey", config.webhookKey());
        return new AutomationWebhooks(
                features.automations().terms(),
                key::value,
                new PublicPost(AutomationWebhooks.NAME, platform.calls()),
                platform.clock());
    }

    /** Creates the training work; a new model predicts the portfolio at once. */
    private static ChurnTrainingWork training(Platform platform, Features features) {
        Clock clock = platform.clock();
        JobSubmission jobs = new JobSubmission(new JobQueue(platform.dataSource()), clock);
        return new ChurnTrainingWork(
                features.auditLog(),
                tx -> {
                    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
                    jobs.submit(tx, RiskRefresh.nightly(tx, today));
                },
                clock);
    }

    /** Creates the import work; what imports have changed is scored again, once for all that end before that begins. */
    private static ImportWork imports(Platform platform, Features features) {
        Clock clock = platform.clock();
        JobSubmission jobs = new JobSubmission(new JobQueue(platform.dataSource()), clock);
        return new ImportWork(
                new UsageMonths(platform.database(), new Partitions(platform.dataSource(), clock)),
                features.timeline(),
                features.clientAnswers(),
                features.auditLog(),
                tx -> {
                    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
                    jobs.submitAnew(tx, PortfolioScoring.today(tx, today));
                },
                clock);
    }
}
