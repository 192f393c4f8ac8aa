// The set-up functions that the command table names, one file each.
#ifndef TFSCK_CLI_COMMANDS_H_
#define TFSCK_CLI_COMMANDS_H_

#include <functional>

namespace CLI {
class App;
}

namespace tfsck {

std::function<int()> SetUpCheck(CLI::App& app);
std::function<int()> SetUpList(CLI::App& app);
std::function<int()> SetUpShow(CLI::App& app);
std::function<int()> SetUpGraph(CLI::App& app);
std::function<int()> SetUpDiff(CLI::App& app);
std::function<int()> SetUpPushVerdict(CLI::App& app);
std::function<int()> SetUpHistory(CLI::App& app);
std::function<int()> SetUpLock(CLI::App& app);
std::function<int()> SetUpSimulate(CLI::App& app);
std::function<int()> SetUpAnalytic(CLI::App& app);
std::function<int()> SetUpValidate(CLI::App& app);
std::function<int()> SetUpRules(CLI::App& app);
std::function<int()> SetUpExplain(CLI::App& app);
std::function<int()> SetUpCompletion(CLI::App& app);

}  // namespace tfsck

#endif  // TFSCK_CLI_COMMANDS_H_
