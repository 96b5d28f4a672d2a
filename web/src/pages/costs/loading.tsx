import { LoadingState } from "../../components/states.tsx";
import { CHART_PX } from "./overTime.tsx";

/** As high as what will come. */
export const CostsLoading = () => (
  <div className="grid grid-cols-1 gap-4 px-4 sm:px-6">
    <div className="h-15" />
    <div className="rounded-lg border border-line bg-surface" style={{ height: CHART_PX + 58 }}>
      <LoadingState label="Loading the costs" lines={8} />
    </div>
    <div className="h-96 rounded-lg border border-line bg-surface" />
  </div>
);
