package io.os199.cs.feedback.insight;

import io.os199.cs.feedback.analysis.ThemeLabel;
import io.os199.cs.feedback.insight.InsightDao.ClientRow;
import io.os199.cs.feedback.insight.InsightDao.SaidRow;
import io.os199.cs.feedback.insight.InsightEvidence.Quote;
import io.os199.cs.feedback.insight.InsightEvidence.Totals;
import io.os199.cs.feedback.text.Quotes;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** Reads the evidence for an insight. */
final class InsightReader {
    private static final int MOST_QUOTES = 5;
    private static final int MOST_OF_A_CLIENT = 2;
    private static final int USED_WITHIN_DAYS = 30;

    private final InsightDao dao;

    InsightReader(InsightDao dao) {
        this.dao = dao;
    }

    InsightEvidence read(String insightId, LocalDate today, boolean namesClients) {
        Totals totals = dao.totals(insightId, today);
        List<ClientRow> clients = dao.clients(insightId, today);
        List<String> names =
                clients.stream()
                        .flatMap(each -> Stream.of(each.clientName(), each.companyName()))
                        .distinct()
                        .toList();
        Double mean = totals.meanSentiment();
        List<Quote> quotes =
                dao
                        .said(
                                insightId,
                                WireName.of(mean == null ? ThemeLabel.MIXED : ThemeLabel.of(mean)),
                                MOST_OF_A_CLIENT,
                                MOST_QUOTES)
                        .stream()
                        .map(
                                each ->
                                        new Quote(
                                                each.clientId(),
                                                each.feedbackId(),
                                                text(each, names, namesClients),
                                                each.sentiment()))
                        .filter(each -> !each.text().text().isBlank())
                        .toList();
        return new InsightEvidence(
                totals,
                clients.stream().map(ClientRow::client).toList(),
                dao.features(insightId, today.minusDays(USED_WITHIN_DAYS - 1), today),
                quotes);
    }

    private static UntrustedText text(SaidRow said, List<String> names, boolean namesClients) {
        return namesClients
                ? Quotes.of(said.text(), said.submitterName())
                : Quotes.nameless(said.text(), said.submitterName(), names);
    }
}
