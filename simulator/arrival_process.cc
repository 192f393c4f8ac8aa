#include "simulator/arrival_process.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "simulator/elementary.h"
#include "simulator/purpose.h"

namespace tfsck {
namespace {

static_assert(std::is_trivially_copyable_v<ArrivalProcess::State> &&
              sizeof(ArrivalProcess::State) <= 64);

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr size_t kBlock = 64;
constexpr uint32_t kLargestBatch = 1'000'000'000;

SimTime Later(SimTime instant, SimTime gap) { return std::min(instant + gap, kEndOfTime); }

// Unit exponentials of the draws first, first + 1, ... of a purpose.
void UnitExponentials(StreamKey key, uint32_t entity, uint8_t purpose, uint64_t first,
                      std::span<double> out) {
  Uniforms(key, entity, purpose, first, out);
  for (double& u : out) u = 1 - u;
  Logs(out);
  for (double& logarithm : out) logarithm = -logarithm;
}

Sampler ExponentialOfRate(double rate) {
  return rate > 0 ? Sampler(Distribution::Exponential(1 / rate)) : Sampler();
}

bool NeverComes(const Arrivals& arrivals) {
  switch (arrivals.kind) {
    case Arrivals::Kind::kPoisson:
      return !(arrivals.poisson.rate > 0);
    case Arrivals::Kind::kCalendar:
      return std::none_of(arrivals.calendar.rates.begin(), arrivals.calendar.rates.end(),
                          [](double rate) { return rate > 0; });
    case Arrivals::Kind::kMmpp:
      return !(arrivals.mmpp.rates[0] > 0) && !(arrivals.mmpp.rates[1] > 0);
    case Arrivals::Kind::kHawkes:
      return !(arrivals.hawkes.base > 0);
    case Arrivals::Kind::kTrace:
      return false;
    case Arrivals::Kind::kClosed:
      break;
  }
  return true;
}

}  // namespace

ArrivalProcess::ArrivalProcess(const Arrivals& arrivals, int utc_offset_minutes, SimTime start)
    : kind_(arrivals.kind),
      start_(start),
      never_(NeverComes(arrivals)),
      gap_(ExponentialOfRate(arrivals.poisson.rate)),
      mmpp_(arrivals.mmpp),
      sojourns_{ExponentialOfRate(arrivals.mmpp.leave[0]),
                ExponentialOfRate(arrivals.mmpp.leave[1])},
      hawkes_(arrivals.hawkes),
      batch_mean_(arrivals.batch_mean),
      geometric_batch_(arrivals.geometric_batch) {
  if (kind_ == Arrivals::Kind::kCalendar && !never_) {
    calendar_.emplace(arrivals.calendar, utc_offset_minutes);
  }
  const std::vector<SimTime>& times = arrivals.trace.times;
  times_.assign(std::lower_bound(times.begin(), times.end(), start), times.end());
}

void ArrivalProcess::Reset(State& state) const {
  state = {};
  state.last = start_;
}

void ArrivalProcess::Next(State& state, StreamKey key, uint32_t entity,
                          std::span<SimTime> times) const {
  const Draws draws = {key, entity};
  if (batch_mean_ == 1) return Instants(state, draws, times);
  for (SimTime& time : times) {
    if (state.repeats == 0) {
      const double u = Uniform(key, entity, purpose::kBatchSize, state.arrivals);
      Instants(state, draws, std::span(&time, 1));
      state.repeats = BatchSize(u);
    }
    time = state.last;
    --state.repeats;
  }
}

// From 1 on; non-decreasing in u.
uint32_t ArrivalProcess::BatchSize(double u) const {
  double size = std::floor(batch_mean_) + (1 - u < batch_mean_ - std::floor(batch_mean_) ? 1 : 0);
  if (geometric_batch_) size = 1 + std::floor(Log(1 - u) / LogOnePlus(-1 / batch_mean_));
  return size < kLargestBatch ? static_cast<uint32_t>(std::max(size, 1.0)) : kLargestBatch;
}

void ArrivalProcess::Instants(State& state, Draws draws, std::span<SimTime> times) const {
  while (!times.empty()) {
    const std::span<SimTime> block = times.first(std::min(kBlock, times.size()));
    if (never_ || state.last == kEndOfTime) {
      std::fill(block.begin(), block.end(), kEndOfTime);
    } else if (kind_ == Arrivals::Kind::kPoisson) {
      Poisson(state, draws, block);
    } else if (kind_ == Arrivals::Kind::kCalendar) {
      Calendar(state, draws, block);
    } else if (kind_ == Arrivals::Kind::kMmpp) {
      Mmpp(state, draws, block);
    } else if (kind_ == Arrivals::Kind::kHawkes) {
      Hawkes(state, draws, block);
    } else {
      Trace(state, block);
    }
    state.last = block.back();
    state.arrivals += block.size();
    times = times.subspan(block.size());
  }
}

void ArrivalProcess::Poisson(State& state, Draws draws, std::span<SimTime> times) const {
  std::array<double, kBlock> buffer;
  const std::span<double> u = std::span(buffer).first(times.size());
  Uniforms(draws.key, draws.entity, purpose::kArrivalGap, state.arrivals, u);
  gap_.Samples(u, times);
  SimTime last = state.last;
  for (SimTime& time : times) time = last = Later(last, time);
}

void ArrivalProcess::Calendar(State& state, Draws draws, std::span<SimTime> times) const {
  std::array<double, kBlock> buffer;
  const std::span<double> expected = std::span(buffer).first(times.size());
  UnitExponentials(draws.key, draws.entity, purpose::kArrivalGap, state.arrivals, expected);
  SimTime last = state.last;
  for (size_t i = 0; i < times.size(); ++i) times[i] = last = calendar_->After(last, expected[i]);
}

void ArrivalProcess::Mmpp(State& state, Draws draws, std::span<SimTime> times) const {
  std::array<double, kBlock> buffer;
  const std::span<double> expected = std::span(buffer).first(times.size());
  UnitExponentials(draws.key, draws.entity, purpose::kArrivalGap, state.arrivals, expected);
  if (state.phases == 0) {
    const double leaves = mmpp_.leave[0] + mmpp_.leave[1];
    const double u = Uniform(draws.key, draws.entity, purpose::kArrivalPhase, state.phases++);
    state.phase = leaves > 0 && u * leaves >= mmpp_.leave[1] ? 1 : 0;
    state.phase_end = state.last;
    BeginPhase(state, draws);
  }
  for (size_t i = 0; i < times.size(); ++i) {
    times[i] = state.last = ThroughPhases(state, draws, expected[i]);
  }
}

// At least a microsecond, so that time passes.
void ArrivalProcess::BeginPhase(State& state, Draws draws) const {
  const double u = Uniform(draws.key, draws.entity, purpose::kArrivalPhase, state.phases++);
  const bool leaves = mmpp_.leave[state.phase] > 0;
  const SimTime sojourn = leaves ? sojourns_[state.phase].Sample(u) : kEndOfTime;
  state.phase_end = Later(state.phase_end, std::max(sojourn, kMicrosecond));
}

// The instant at which the integral of the phases' rates since state.last reaches `expected`.
SimTime ArrivalProcess::ThroughPhases(State& state, Draws draws, double expected) const {
  SimTime instant = state.last;
  while (instant < kEndOfTime) {
    const double rate = mmpp_.rates[state.phase];
    const double within = rate * ToSeconds(state.phase_end - instant);
    if (expected < within) return Later(instant, FromSeconds(expected / rate));
    expected -= std::max(within, 0.0);
    instant = std::max(instant, state.phase_end);
    if (instant == kEndOfTime) break;
    state.phase ^= 1;
    BeginPhase(state, draws);
  }
  return kEndOfTime;
}

void ArrivalProcess::Hawkes(State& state, Draws draws, std::span<SimTime> times) const {
  std::array<double, kBlock> buffers[2];
  const std::span<double> base = std::span(buffers[0]).first(times.size());
  const std::span<double> excess = std::span(buffers[1]).first(times.size());
  UnitExponentials(draws.key, draws.entity, purpose::kArrivalGap, state.arrivals, base);
  UnitExponentials(draws.key, draws.entity, purpose::kArrivalMark, state.arrivals, excess);
  SimTime last = state.last;
  for (size_t i = 0; i < times.size(); ++i) {
    times[i] = last = Later(last, HawkesGap(state.excess, base[i], excess[i]));
  }
}

// The excess e fades as e exp(-decay t): all of it holds e / decay arrivals, and reaches
// `excess_draw` of them at -ln(1 - excess_draw decay / e) / decay, if ever.
SimTime ArrivalProcess::HawkesGap(double& excess, double base_draw, double excess_draw) const {
  const double kept = excess > 0 ? 1 - excess_draw * hawkes_.decay / excess : 0;
  const double from_excess = kept > 0 ? -Log(kept) / hawkes_.decay : kInfinity;
  const SimTime gap = FromSeconds(std::min(base_draw / hawkes_.base, from_excess));
  excess = excess * Exp(-hawkes_.decay * ToSeconds(gap)) + hawkes_.branching * hawkes_.decay;
  return gap;
}

void ArrivalProcess::Trace(State& state, std::span<SimTime> times) const {
  for (size_t i = 0; i < times.size(); ++i) {
    const uint64_t index = state.arrivals + i;
    times[i] = index < times_.size() ? std::min(times_[index], kEndOfTime) : kEndOfTime;
  }
}

}  // namespace tfsck
