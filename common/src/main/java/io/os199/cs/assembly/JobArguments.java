package io.os199.cs.assembly;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.ContractDays;
import io.os199.cs.expansion.finding.ExpansionScan;
import io.os199.cs.expansion.lifetime.LifetimeOrder;
import io.os199.cs.expansion.lifetime.PortfolioLifetimeWork;
import io.os199.cs.expansion.renewal.RenewalRefresh;
import io.os199.cs.expansion.report.RevenueOrder;
import io.os199.cs.expansion.report.RevenueReportWork;
import io.os199.cs.feedback.analysis.AnalysisOrder;
import io.os199.cs.feedback.analysis.SentimentWork;
import io.os199.cs.feedback.metric.MetricOrder;
import io.os199.cs.feedback.metric.MetricWork;
import io.os199.cs.feedback.product.PortfolioUseWork;
import io.os199.cs.feedback.product.ProductUseOrder;
import io.os199.cs.feedback.voice.job.VoiceOrder;
import io.os199.cs.feedback.voice.job.VoiceWork;
import io.os199.cs.health.PortfolioOrder;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.health.adoption.AdoptionOrder;
import io.os199.cs.health.adoption.MilestoneOrder;
import io.os199.cs.health.adoption.PortfolioAdoptionWork;
import io.os199.cs.health.adoption.PortfolioMilestoneWork;
import io.os199.cs.health.lifecycle.LifecycleOrder;
import io.os199.cs.health.lifecycle.LifecycleRules;
import io.os199.cs.health.patterns.EngagementPatternWork;
import io.os199.cs.health.patterns.PatternOrder;
import io.os199.cs.health.segments.SegmentOrder;
import io.os199.cs.health.segments.SegmentSaving;
import io.os199.cs.health.tiers.ValueTierOrder;
import io.os199.cs.health.tiers.ValueTiering;
import io.os199.cs.ingest.ImportWork;
import io.os199.cs.onboarding.certificate.CertificateOrder;
import io.os199.cs.onboarding.certificate.Certificates;
import io.os199.cs.onboarding.process.OnboardingProcessWork;
import io.os199.cs.onboarding.process.ProcessOrder;
import io.os199.cs.onboarding.progress.PortfolioProgressWork;
import io.os199.cs.onboarding.progress.ProgressOrder;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.churn.ChurnTrainingWork;
import io.os199.cs.retention.postmortem.ChurnPatternsWork;
import io.os199.cs.retention.postmortem.PatternsOrder;
import io.os199.cs.retention.risk.RiskRefresh;
import io.os199.cs.support.performance.PerformanceOrder;
import io.os199.cs.support.performance.PerformanceWork;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The type as which each tool's jobs read their arguments, so that it is known before a run whether this version can
 * run them.
 */
public final class JobArguments {
    private static final Map<String, Class<? extends Record>> ORDERS =
            Map.ofEntries(
                    Map.entry(ContractDays.TOOL, ContractDays.Order.class),
                    Map.entry(PortfolioScoring.TOOL, PortfolioOrder.class),
                    Map.entry(EngagementPatternWork.TOOL, PatternOrder.class),
                    Map.entry(SegmentSaving.TOOL, SegmentOrder.class),
                    Map.entry(ValueTiering.TOOL, ValueTierOrder.class),
                    Map.entry(PortfolioAdoptionWork.TOOL, AdoptionOrder.class),
                    Map.entry(PortfolioMilestoneWork.TOOL, MilestoneOrder.class),
                    Map.entry(LifecycleRules.TOOL, LifecycleOrder.class),
                    Map.entry(RiskRefresh.TOOL, RiskRefresh.Order.class),
                    Map.entry(RenewalRefresh.TOOL, RenewalRefresh.Order.class),
                    Map.entry(ExpansionScan.TOOL, ExpansionScan.Order.class),
                    Map.entry(RevenueReportWork.TOOL, RevenueOrder.class),
                    Map.entry(SentimentWork.TOOL, AnalysisOrder.class),
                    Map.entry(MetricWork.TOOL, MetricOrder.class),
                    Map.entry(VoiceWork.TOOL, VoiceOrder.class),
                    Map.entry(PerformanceWork.TOOL, PerformanceOrder.class),
                    Map.entry(PortfolioLifetimeWork.TOOL, LifetimeOrder.class),
                    Map.entry(PortfolioProgressWork.TOOL, ProgressOrder.class),
                    Map.entry(OnboardingProcessWork.TOOL, ProcessOrder.class),
                    Map.entry(PortfolioUseWork.TOOL, ProductUseOrder.class),
                    Map.entry(Certificates.TOOL, CertificateOrder.class),
                    Map.entry(ChurnPatternsWork.TOOL, PatternsOrder.class),
                    Map.entry(ChurnTrainingWork.TOOL, ChurnTrainingWork.Order.class));

    private JobArguments() {}

    /** Returns the tools that have jobs. */
    public static Set<String> tools() {
        Set<String> tools = new TreeSet<>(ORDERS.keySet());
        tools.add(ImportWork.TOOL);
        return tools;
    }

    /** Returns why this version cannot run a job, as a sentence for people; empty if it can. */
    public static Optional<String> obstacle(String tool, JsonNode arguments) {
        if (tool.equals(ImportWork.TOOL)) {
            return Optional.of(
                    "the file of an import goes with its import, which has ended: send the file"
                            + " again");
        }
        Class<? extends Record> order = ORDERS.get(tool);
        if (order == null) {
            return Optional.of("this version runs no jobs of " + tool);
        }
        try {
            Json.read(arguments.toString(), order);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("this version does not understand the arguments of that job");
        }
    }
}
