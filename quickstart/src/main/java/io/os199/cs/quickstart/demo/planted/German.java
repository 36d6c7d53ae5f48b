package io.os199.cs.quickstart.demo.planted;

import io.os199.cs.quickstart.demo.planted.Wording.Ticket;

import java.util.List;
import java.util.Map;

/** The texts of German customers. */
final class German {
    static final Wording WORDING =
            new Wording(
                    Map.of(
                            "technical_issue",
                            new Ticket(
                                    "Anmeldung seit heute Morgen nicht möglich",
                                    "Zwei unserer Kolleginnen sehen nach der Eingabe des Passworts"
                                        + " nur eine Fehlerseite. Bei allen anderen funktioniert es"
                                        + " wie gewohnt."),
                            "performance",
                            new Ticket(
                                    "Große Boards laden sehr langsam",
                                    "Vor allem morgens dauert es mehr als zehn Sekunden, bis ein"
                                            + " großes Board geöffnet ist."),
                            "bug_report",
                            new Ticket(
                                    "Filter zeigt falsche Aufgaben",
                                    "Der Filter „Fällig in dieser Woche“ zeigt auch Aufgaben an,"
                                            + " die erst am nächsten Montag fällig sind."),
                            "feature_request",
                            new Ticket(
                                    "Eigene Farben für Etiketten",
                                    "Wir würden die Farben der Etiketten gerne selbst festlegen,"
                                            + " weil wir je Baustelle eine Farbe verwenden."),
                            "how_to_question",
                            new Ticket(
                                    "Wie archivieren wir ein Projekt?",
                                    "Unser erstes Projekt ist abgeschlossen. Wir möchten es"
                                            + " behalten, aber nicht mehr in der Übersicht sehen."),
                            "account_billing",
                            new Ticket(
                                    "Neue Rechnungsanschrift",
                                    "Bitte schicken Sie die Rechnungen ab dem nächsten Monat an"
                                            + " unsere neue Anschrift."),
                            "integration_support",
                            new Ticket(
                                    "Kalenderabgleich funktioniert nicht mehr",
                                    "Seit gestern werden keine Termine mehr übertragen. Geändert"
                                            + " haben wir nichts."),
                            "training_request",
                            new Ticket(
                                    "Schulung für neue Kollegen",
                                    "Im nächsten Monat fangen fünf neue Kollegen bei uns an. Gibt"
                                            + " es eine Schulung für Einsteiger?"),
                            "data_issue",
                            new Ticket(
                                    "Zahlen in Bericht und Export weichen voneinander ab",
                                    "Der Bericht nennt 118 Aufgaben, die exportierte Datei enthält"
                                            + " jedoch 121 Zeilen."),
                            "other",
                            new Ticket(
                                    "Frage zu unserem Vertrag",
                                    "Mit wem können wir über unsere Pläne für das kommende Jahr"
                                            + " sprechen?")),
                    "Vielen Dank für Ihre Nachricht, wir sehen uns das an.",
                    "Anbei finden Sie die gewünschten Angaben.",
                    "Das Problem sollte jetzt behoben sein.",
                    List.of(
                            "Unser ganzes Team arbeitet täglich damit.",
                            "Das spart uns jede Woche mehrere Stunden.",
                            "Der Support antwortet schnell und freundlich, vielen Dank!"),
                    List.of(
                            "Es tut, was es soll.",
                            "Insgesamt gut, nur die Berichte könnten schneller sein."),
                    List.of(
                            "In letzter Zeit gibt es zu viele Störungen.",
                            "Wir warten zu lange auf Antworten.",
                            "Die Hälfte unserer Leute nutzt es nicht mehr."),
                    List.of(
                            "Wir wünschen uns eine Vorlage für das Bautagebuch.",
                            "Ein Export nach Excel mit allen Feldern wäre sehr hilfreich."));

    private German() {}
}
