// What is said and shown of the open data: counts, splits, preprocessing in words, samples as they are and as the model sees them.
#pragma once

#include "core/api/task_job.h"
#include "core/api/workspace.h"

namespace thimble {

// Looks at the workspace's data anew, for the model that is open, and shows it. Data that cannot go into the model are no error:
// they are shown with the reason. The workspace has to outlive the task.
Task<Result<void>> describe_data(TaskContext& context, Workspace& workspace);

// The splits alone, after the plan's numbers changed.
void describe_splits(Workspace& workspace);

}  // namespace thimble
