// When runs start: the sections `calendars`, and `arrivals` of a source.
#include <fmt/format.h>

#include "engine/base/units.h"
#include "simulator/scenario_reader_parts.h"

namespace tfsck {
namespace {

constexpr std::string_view kCalendarKeys[] = {"period", "shares"};
constexpr std::string_view kKinds[] = {"poisson", "calendar", "mmpp", "hawkes", "closed", "trace"};
constexpr std::string_view kRatesKeys[] = {"period", "rates"};
constexpr std::string_view kMmppKeys[] = {"rates", "leave"};
constexpr std::string_view kHawkesKeys[] = {"base", "branching", "decay"};
constexpr std::string_view kClosedKeys[] = {"actors", "think"};
constexpr std::string_view kTraceKeys[] = {"file"};

void ReadRates(const ConfigNode& node, ScenarioReading* reading, CalendarArrivals* calendar) {
  ScenarioSection section(node, reading, kRatesKeys);
  section.Require("rates");
  section.Time("period", &calendar->period);
  if (const auto rates = section.Find("rates")) {
    calendar->rates = ReadQuantities(*rates, reading, ParseRate);
  }
}

void ReadPair(ScenarioSection* section, std::string_view key, double (*pair)[2]) {
  section->Require(key);
  const auto node = section->Find(key);
  if (!node) return;
  const auto values = ReadQuantities(*node, section->reading(), ParseRate);
  if (values.size() != 2) {
    return section->reading()->FailAt(*node, "must be two rates, one for each phase");
  }
  (*pair)[0] = values[0];
  (*pair)[1] = values[1];
}

void ReadMmpp(const ConfigNode& node, ScenarioReading* reading, MmppArrivals* mmpp) {
  ScenarioSection section(node, reading, kMmppKeys);
  ReadPair(&section, "rates", &mmpp->rates);
  ReadPair(&section, "leave", &mmpp->leave);
}

void ReadHawkes(const ConfigNode& node, ScenarioReading* reading, HawkesArrivals* hawkes) {
  ScenarioSection section(node, reading, kHawkesKeys);
  for (const std::string_view key : kHawkesKeys) section.Require(key);
  section.Rate("base", &hawkes->base);
  section.Number("branching", &hawkes->branching);
  section.Rate("decay", &hawkes->decay);
}

void ReadClosed(const ConfigNode& node, ScenarioReading* reading, ClosedArrivals* closed) {
  ScenarioSection section(node, reading, kClosedKeys);
  for (const std::string_view key : kClosedKeys) section.Require(key);
  section.Count("actors", &closed->actors);
  section.Law("think", &closed->think);
}

void ReadTrace(const ConfigNode& node, ScenarioReading* reading, TraceArrivals* trace) {
  std::vector<double> seconds;
  if (node.kind() == ConfigKind::kMap) {
    ScenarioSection section(node, reading, kTraceKeys);
    section.Require("file");
    section.Text("file", &trace->file);
    if (const auto file = section.Find("file")) seconds = ReadDurationFile(*file, reading, true);
  } else {
    for (const ConfigNode& item : ReadItems(node, reading)) {
      const double instant = ReadQuantity(item, reading, ParseDuration).value_or(0);
      if (!reading->error && !seconds.empty() && instant < seconds.back()) {
        reading->FailAt(item, fmt::format("is '{}', earlier than the instant before it: a trace is "
                                          "in order of time",
                                          *item.AsString()));
      }
      seconds.push_back(instant);
    }
  }
  for (const double instant : seconds) trace->times.push_back(FromSeconds(instant));
}

Calendar ReadCalendar(const ConfigNode& node, ScenarioReading* reading) {
  Calendar calendar;
  ScenarioSection section(node, reading, kCalendarKeys);
  section.Require("shares");
  section.Time("period", &calendar.period);
  if (const auto shares = section.Find("shares")) {
    calendar.weights = ReadQuantities(*shares, reading, ParseNumber);
    double sum = 0;
    for (const double weight : calendar.weights) sum += weight;
    if (calendar.weights.size() < 2 || !(sum > 0)) {
      reading->FailAt(*shares,
                      "must be the shares of at least two equal parts of the period, "
                      "not all of them 0");
    }
  }
  return calendar;
}

}  // namespace

Calendars ReadCalendars(const ScenarioSection& root) {
  Calendars calendars = {{"office", OfficeCalendar()}, {"always", Calendar()}};
  const auto node = root.Find("calendars");
  if (!node) return calendars;
  const auto members = node->AsMap();
  if (!members) {
    root.reading()->Fail(members.error());
    return calendars;
  }
  for (const auto& [name, value] : *members) {
    if (calendars.contains(name)) root.reading()->FailAt(value, "has the name of a builtin one");
    calendars.emplace(name, ReadCalendar(value, root.reading()));
  }
  return calendars;
}

void ReadArrivals(const ConfigNode& node, ScenarioReading* reading, Arrivals* arrivals) {
  ScenarioSection section(node, reading, kKinds);
  const auto members = node.AsMap();
  if (!reading->error && (!members || members->size() != 1)) {
    reading->FailAt(node, "must name one kind, as {poisson: 5/day} does");
  }
  section.Rate("poisson", &arrivals->poisson.rate);
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    if (section.Has(kKinds[i])) arrivals->kind = static_cast<Arrivals::Kind>(i);
  }
  if (const auto each = section.Find("calendar")) ReadRates(*each, reading, &arrivals->calendar);
  if (const auto each = section.Find("mmpp")) ReadMmpp(*each, reading, &arrivals->mmpp);
  if (const auto each = section.Find("hawkes")) ReadHawkes(*each, reading, &arrivals->hawkes);
  if (const auto each = section.Find("closed")) ReadClosed(*each, reading, &arrivals->closed);
  if (const auto each = section.Find("trace")) ReadTrace(*each, reading, &arrivals->trace);
}

}  // namespace tfsck
