// What a replication says about a quantity of the validation table: metrics.h by name, and what
// only validation asks for.
//
// Names with '@' are about one source or operation (the first of that name, in this order), or
// about an hour of the day.  Pure but for the sink, which belongs to one
// replication.
#ifndef TFSCK_SIMULATOR_VALIDATION_MEASURE_H_
#define TFSCK_SIMULATOR_VALIDATION_MEASURE_H_

#include <optional>

#include "simulator/model.h"
#include "simulator/observations.h"
#include "simulator/trace.h"
#include "simulator/validation_table.h"

namespace tfsck {

// Watches how many changes are under way, in their first step, away to come back later: the
// engine itself keeps only the means of these numbers.
class NumberWatch : public TraceSink {
 public:
  // Counts from `begin` to `end`.
  NumberWatch(SimTime begin, SimTime end) : begin_(begin), end_(end), last_(begin) {}

  void Record(const TraceEvent& event) override;
  // Of the time: nothing was under way.
  double NothingShare();
  // Mean number that waits for its first step or is in it; where nothing fails.
  double FirstStepNumber();
  // Over time, of the number that is away.
  double AwayVariance();

 private:
  void Advance(SimTime now);
  double Length() const { return static_cast<double>(end_ - begin_); }

  SimTime begin_;
  SimTime end_;
  SimTime last_;
  int64_t under_way_ = 0;
  int64_t first_ = 0;
  int64_t away_ = 0;
  SimTime nothing_ = 0;
  __int128 first_time_ = 0;
  __int128 away_time_ = 0;
  __int128 away_squared_time_ = 0;
};

// Whether it takes a NumberWatch to measure this.
bool NeedsWatch(const ValidationTerm& term);

// Nothing where there is no such measure; NaN where the replication does not say.
std::optional<double> MeasureOf(const ValidationTerm& term, const Observations& seen,
                                const Model& model, NumberWatch& watch);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_VALIDATION_MEASURE_H_
