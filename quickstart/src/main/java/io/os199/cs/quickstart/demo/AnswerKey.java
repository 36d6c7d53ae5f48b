package io.os199.cs.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.quickstart.demo.planted.Cast;
import io.os199.cs.quickstart.demo.planted.Role;
import io.os199.cs.quickstart.demo.planted.Truth;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Everything planted in a filled company, with the figures that its rows show. */
public final class AnswerKey {
    private final DemoOptions options;

    AnswerKey(DemoOptions options) {
        this.options = options;
    }

    /** Returns the answers in the format of the answer key's file. */
    public static String write(List<AnswerKeyEntry> answers) {
        return Json.tree(answers).toPrettyString();
    }

    public static List<AnswerKeyEntry> read(String file) {
        return List.of(Json.read(file, AnswerKeyEntry[].class));
    }

    /** Returns the answers of all parts that the company is large enough for. */
    List<AnswerKeyEntry> of(Connection connection) throws SQLException {
        List<AnswerKeyEntry> answers = new ArrayList<>();
        for (Truth truth : Cast.TRUTHS) {
            if (truth.roles().stream().allMatch(this::isPlayed)) {
                answers.add(answer(connection, truth));
            }
        }
        return answers;
    }

    private boolean isPlayed(Role role) {
        return Account.number(role) < options.clients();
    }

    private AnswerKeyEntry answer(Connection connection, Truth truth) throws SQLException {
        List<Account> accounts =
                truth.roles().stream()
                        .map(role -> Account.of(options, Account.number(role)))
                        .toList();
        LocalDate since = truth.since(options.today());
        String query = query(truth, accounts, since);
        return new AnswerKeyEntry(
                truth.key(),
                accounts.stream().map(Account::id).toList(),
                accounts.stream().map(Account::name).toList(),
                truth.what(),
                since,
                figures(connection, query),
                query,
                truth.expected());
    }

    private String query(Truth truth, List<Account> accounts, LocalDate since) {
        String query =
                truth.evidence()
                        .replaceAll("\\s+", " ")
                        .strip()
                        .replace(":since", "date '" + since + "'")
                        .replace(":today", "date '" + options.today() + "'");
        if (!accounts.isEmpty()) {
            query =
                    query.replace(":client", "'" + accounts.getFirst().id() + "'")
                            .replace(":other", "'" + accounts.getLast().id() + "'");
        }
        return query;
    }

    private static JsonNode figures(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select to_jsonb(found) from (%s) found".formatted(query))) {
            if (!row.next()) {
                throw new IllegalStateException("nothing shows what is planted: " + query);
            }
            return Json.read(row.getString(1), JsonNode.class);
        }
    }
}
