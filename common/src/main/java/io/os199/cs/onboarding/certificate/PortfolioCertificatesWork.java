package io.os199.cs.onboarding.certificate;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.onboarding.certificate.CertificateOrder.Position;
import io.os199.cs.onboarding.certificate.PortfolioCertificates.Item;
import io.os199.cs.onboarding.certificate.StandingDao.OfClient;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.training.Learners;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The job that counts certificates over the portfolio; it only reads. A chunk is one statement. */
public final class PortfolioCertificatesWork implements ChunkedWork {
    private final Cursors cursors;

    public PortfolioCertificatesWork(Cursors cursors) {
        this.cursors = cursors;
    }

    /** The result of a chunk: the counts of all its clients, and for each what the list shows. */
    private record Found(CertificateCounts counts, List<Item> clients) {}

    private record Listed(LocalDate asOf, int expiringWithinDays) {}

    /** Returns what identifies two pages of a portfolio as pages of one list. */
    public static String digest(LocalDate asOf, int expiringWithinDays) {
        return Cursors.digest("certificates", new Listed(asOf, expiringWithinDays));
    }

    @Override
    public String tool() {
        return Certificates.TOOL;
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        CertificateOrder order = order(job);
        List<OfClient> clients =
                tx.dao(StandingDao.class)
                        .counts(
                                chunk.firstClientId(),
                                chunk.lastClientId(),
                                false,
                                order.asOf(),
                                StandingReader.endOf(order.asOf()),
                                order.asOf().plusDays(order.expiringWithinDays()));
        return Json.tree(
                new Found(
                        clients.stream()
                                .map(OfClient::counts)
                                .reduce(CertificateCounts.NONE, CertificateCounts::plus),
                        clients.stream().map(Item::of).toList()));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        CertificateOrder order = order(job);
        CertificateCounts counts = CertificateCounts.NONE;
        List<Item> clients = new ArrayList<>();
        for (JsonNode result : chunkResults) {
            Found found = Json.read(result.toString(), Found.class);
            counts = counts.plus(found.counts());
            clients.addAll(found.clients());
        }
        Position after = order.after();
        List<Item> left =
                clients.stream()
                        .filter(
                                each ->
                                        after == null
                                                || Position.ORDER.compare(place(each), after) > 0)
                        .sorted(
                                Comparator.comparing(
                                        PortfolioCertificatesWork::place, Position.ORDER))
                        .limit(order.limit() + 1L)
                        .toList();
        List<CertificateProgram> programs = Learners.activePrograms(tx);
        List<Recommendation> recommendations =
                CertificateRules.of(
                        counts,
                        programs.stream().anyMatch(each -> each.level() == CertificateLevel.BASIC),
                        null);
        CertificateSummary summary = CertificateSummary.of(clients.size(), counts);
        List<DataGap> gaps =
                CertificateGaps.of(
                        counts,
                        !programs.isEmpty(),
                        order.asOf(),
                        LocalDate.ofInstant(job.submittedAt(), ZoneOffset.UTC));
        Page<Item> page =
                Page.of(
                        left,
                        order.limit(),
                        clients.size(),
                        AnswerBudget.of(order.limit(), CertificateOrder.USUAL_LIMIT),
                        List.of(summary, recommendations, gaps),
                        last ->
                                cursors.after(
                                        digest(order.asOf(), order.expiringWithinDays()),
                                        place(last).values()));
        return Json.tree(
                new PortfolioCertificates(
                        order.asOf(),
                        job.submittedAt(),
                        summary,
                        page.items(),
                        page.totalCount(),
                        page.nextCursor(),
                        recommendations,
                        CertificateEvidence.of(order.expiringWithinDays()),
                        gaps));
    }

    private static Position place(Item item) {
        return new Position(item.expiringCount(), item.clientId());
    }

    private static CertificateOrder order(RunningJob job) {
        return Json.read(job.arguments().toString(), CertificateOrder.class);
    }
}
