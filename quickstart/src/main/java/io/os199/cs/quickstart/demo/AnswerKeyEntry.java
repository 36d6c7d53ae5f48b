package io.os199.cs.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.LocalDate;
import java.util.List;

/**
 * An entry of the answer key: something planted, and how to see it.
 *
 * @param clientIds empty if it is true of all clients
 * @param names of these clients
 * @param evidence figures that the query finds, by column name
 * @param query SQL that shows it, ready to run
 * @param expected the tool that finds it
 */
public record AnswerKeyEntry(
        String key,
        List<String> clientIds,
        List<String> names,
        String what,
        LocalDate since,
        JsonNode evidence,
        String query,
        String expected) {}
