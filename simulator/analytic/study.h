// Study: the model that is asked about, and what is worked out of it once.
//
// References only; what it refers to must outlive it.
#ifndef TFSCK_SIMULATOR_ANALYTIC_STUDY_H_
#define TFSCK_SIMULATOR_ANALYTIC_STUDY_H_

#include "simulator/analytic/apply_law.h"
#include "simulator/model.h"

namespace tfsck::analytic {

struct Study {
  const Model& model;
  ApplyLaws& applies;
  const Scenario& scenario = model.scenario;
};

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_STUDY_H_
